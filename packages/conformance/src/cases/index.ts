// Every case of the suite, in the order of the report: the vectors, and the cases that
// need more than bytes.

import { AREAS } from '../areas';
import type { Case } from '../case';
import { vectorCases } from '../vectors';
import { body } from './body';
import { calls } from './calls';
import { closing } from './closing';
import { command } from './command';
import { concurrency } from './concurrency';
import { crash } from './crash';
import { connection } from './connection';
import { framing } from './framing';
import { keys } from './keys';
import { groupStop } from './group-stop';
import { shutdown } from './shutdown';
import { stopWhileSending } from './stop-while-sending';
import { stopWhileWaiting } from './stop-while-waiting';
import { time } from './time';

const sources = [
  framing,
  body,
  calls,
  keys,
  connection,
  closing,
  time,
  concurrency,
  crash,
  shutdown,
  stopWhileSending,
  stopWhileWaiting,
  groupStop,
  command,
];

/** All cases, by area. @throws Error when two have the same id. */
export function allCases(): readonly Case[] {
  const cases = [...vectorCases(), ...sources.flat()];
  const ids = new Set<string>();
  for (const { id } of cases) {
    if (ids.has(id)) throw new Error(`two cases have the id ${id}`);
    ids.add(id);
  }
  return AREAS.flatMap((area) => cases.filter((one) => one.area === area));
}

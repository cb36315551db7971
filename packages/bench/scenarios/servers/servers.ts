// The scenario behind the plain `bench`: which server model, on this machine?

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '@bytes-up/protocol';
import { judge, pairedRatios, spread, type Goal, type ServerResults } from '../../src';
import type { Mode, Scenario, ServerSelection } from '../scenario';
import { callRates } from './cells';
import type { ServerContender } from './contender';
import { courseServers } from './course-servers';
import { PEER_SERVERS } from './peer-servers';
import { measureServers, requireLinux } from './measure';
import { WORKLOADS, type Workload } from './workloads';

/** Follows the name of a contender that comes from the other checkout. */
const OTHER = ' (other)';

export const servers: Scenario = {
  name: 'servers',
  summary: 'the seven models, gRPC, Thrift and REST, in calls a second, cost and latency',
  async run({ mode, rounds, seed, onProgress, servers: selection }) {
    requireLinux();
    const isQuick = mode === 'quick';
    const results = await measureServers({
      mode,
      contenders: chooseContenders(mode, selection),
      workloads: chooseWorkloads(mode, selection),
      rounds: rounds ?? (isQuick ? 1 : 9),
      durations: isQuick ? { closedMs: 20, openMs: 20 } : { closedMs: 300, openMs: 200 },
      seed,
      onProgress,
    });
    const goals = againstOther(results);
    return { name: servers.name, reports: [], goals, servers: { ...results, goals } };
  },
};

/** @throws UsageError for a name or a folder that is unknown */
export function chooseContenders(
  mode: Mode,
  { only, against }: ServerSelection,
): ServerContender[] {
  const all = [...courseServers(), ...PEER_SERVERS];
  const chosen = choose('contender', all, mode, only);
  if (against === undefined) return chosen;
  const root = resolve(against);
  if (!existsSync(join(root, 'tools/ts.cjs')))
    throw new UsageError(`--against: expected a checkout of this repository, got ${against}`);
  const others = courseServers(root)
    .filter(({ name }) => chosen.some((contender) => contender.name === name))
    .map((contender) => ({ ...contender, name: contender.name + OTHER }));
  return [...chosen, ...others];
}

export function chooseWorkloads(mode: Mode, { workloads }: ServerSelection): Workload[] {
  return choose('workload', WORKLOADS, mode, workloads);
}

function choose<T extends { readonly name: string; readonly isDefault: boolean }>(
  kind: string,
  all: readonly T[],
  mode: Mode,
  only: readonly string[] | undefined,
): T[] {
  if (only === undefined) return all.filter(({ isDefault }) => mode === 'full' || isDefault);
  const unknown = only.find((name) => all.every((each) => each.name !== name));
  if (unknown === undefined) return all.filter(({ name }) => only.includes(name));
  const known = all.map(({ name }) => name).join(', ');
  throw new UsageError(`unknown ${kind} "${unknown}"; expected one of ${known}`);
}

/** This checkout's servers against the same ones of the other checkout. */
function againstOther({ cells, workloads, contenders }: ServerResults): Goal[] {
  const roundsOf = (contender: string, workload: string): number[] =>
    cells
      .filter((cell) => cell.contender === contender && cell.workload === workload)
      .flatMap(({ rounds }) => callRates(rounds));
  return workloads.flatMap((workload) =>
    contenders
      .filter(({ name }) => contenders.some((other) => other.name === name + OTHER))
      .map(({ name }) =>
        judge(
          `${name}, ${workload.name}: times the calls a second of the other checkout`,
          null,
          spread(
            pairedRatios(roundsOf(name, workload.name), roundsOf(name + OTHER, workload.name)),
          ),
        ),
      ),
  );
}

// Where in the learner's files an exception was thrown.

import path from 'node:path';
import { shortName } from './printed';

/** How many fit on a line. */
const MOST_PLACES = 3;

/**
 * `my/rpc/client.ts:24 → my/rpc/calls.ts:33`: the lines of the stack in the learner's
 * folder, from the outermost call to where it was thrown.
 */
export function placesOf(error: unknown, learnersFile: string): string | undefined {
  return placesIn(String((error as Error | undefined)?.stack), learnersFile);
}

/** The same from a stack that a program printed. */
export function placesIn(stack: string, learnersFile: string): string | undefined {
  const folder = path.dirname(learnersFile) + path.sep;
  const places = stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && line.includes(folder))
    .flatMap((line) => {
      // from the folder on, whose path may have spaces
      const [, file, number] = /^(.+?\.ts):(\d+)/.exec(line.slice(line.indexOf(folder))) ?? [];
      return file === undefined ? [] : `${shortName(file, learnersFile)}:${number}`;
    });
  const different = places.filter((place, n) => place !== places[n - 1]);
  return different.slice(0, MOST_PLACES).reverse().join(' → ') || undefined;
}

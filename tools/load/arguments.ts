// The arguments of `npm run test:load`.

import { UsageError } from '@bytes-up/protocol';

export const USAGE = `usage: npm run test:load -- [--loops 6] [--times 3] [--nice N] [-- jest's arguments]
Runs npm test beside processes that keep the cores busy.

  --loops N   how many busy loops, 1 to 64 (6)
  --times N   how often the tests run, 1 to 20 (3)
  --nice N    the niceness of the tests, 0 to 19; the loops keep that of this command
  --help      this text

Everything after a second -- goes to jest, for instance -- --selectProjects codec.
Exit codes: 0 all runs passed, 1 one of them failed, 2 wrong arguments.`;

export interface LoadArguments {
  readonly loops: number;
  readonly times: number;
  readonly nice: number | undefined;
  readonly jest: readonly string[];
}

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  '--loops': [1, 64],
  '--times': [1, 20],
  '--nice': [0, 19],
};

/** @throws UsageError */
export function parseArguments(args: readonly string[]): LoadArguments | 'help' {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  if (own.includes('--help')) return 'help';
  const values: Record<string, number> = { '--loops': 6, '--times': 3 };
  for (let at = 0; at < own.length; at += 1) {
    // Both `--loops 6` and `--loops=6`.
    const [name = '', given] = (own[at] ?? '').split(/=(.*)/s);
    const range = RANGES[name];
    if (range === undefined) throw new UsageError(`unknown argument ${name}; see --help`);
    values[name] = wholeNumber(name, given ?? own[++at], range);
  }
  return {
    loops: values['--loops'] ?? 0,
    times: values['--times'] ?? 0,
    nice: values['--nice'],
    jest: end === -1 ? [] : args.slice(end + 1),
  };
}

function wholeNumber(
  name: string,
  value: string | undefined,
  [least, most]: readonly [number, number],
): number {
  if (value !== undefined && /^\d{1,4}$/.test(value)) {
    const number = Number(value);
    if (number >= least && number <= most) return number;
  }
  throw new UsageError(
    `${name} must be a whole number from ${least} to ${most}, not ${value ?? 'left out'}`,
  );
}

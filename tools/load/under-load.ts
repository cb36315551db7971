// Runs a command several times next to busy loops. The loops end with the last run, or
// when this process ends.

import type { Children } from '../test-run/children';
import { LastLine } from '../test-run/last-line';
import { BusyLoops } from './busy-loops';

export interface UnderLoad {
  readonly loops: number;
  readonly times: number;
  /** The niceness of the command; the same as ours when not given. */
  readonly nice?: number | undefined;
  readonly command: readonly [string, ...string[]];
  /** Everything that the command prints on stdout. */
  readonly write: (chunk: string) => void;
}

/** The result of one run. */
export interface LoadedRun {
  readonly code: number;
  readonly seconds: number;
  readonly lastLine: string;
}

/** Resolves when the loops have ended. */
export async function runUnderLoad(options: UnderLoad, children: Children): Promise<LoadedRun[]> {
  const { loops: count, times, write } = options;
  const loops = new BusyLoops(count);
  const runs: LoadedRun[] = [];
  try {
    write(`${count} busy loops: processes ${loops.pids.join(' ')}\n`);
    while (runs.length < times) {
      const name = `run ${runs.length + 1} of ${times}`;
      write(`== ${name} ==\n`);
      const run = await runOnce(options, children);
      runs.push(run);
      write(`== ${name}: ${describeRun(run)} ==\n`);
    }
    return runs;
  } finally {
    await loops.end();
  }
}

export function describeRun({ code, seconds, lastLine }: LoadedRun): string {
  return `${lastLine} (exit code ${code}, ${seconds.toFixed(0)} s)`;
}

async function runOnce(
  { command, nice, write }: UnderLoad,
  children: Children,
): Promise<LoadedRun> {
  const started = performance.now();
  const last = new LastLine();
  const niced: readonly [string, ...string[]] =
    nice === undefined ? command : ['nice', '-n', String(nice), ...command];
  const code = await children.run(niced, {
    stdout: (chunk) => {
      last.push(chunk);
      write(chunk);
    },
  });
  const seconds = (performance.now() - started) / 1000;
  return { code, seconds, lastLine: last.toString() };
}

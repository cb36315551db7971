// All scripts of the chapter, with the signals that a learner would send from a second
// terminal.

import { eventually, isZombie, processEntry } from '@bytes-up/testkit';
import { ScriptRun } from './script-run';

export interface Example {
  /** The name of the script and of the example. */
  readonly name: string;
  readonly title: string;
  /** The script waits for signals. */
  readonly takesSignals: boolean;
  /** It forks, or handles signals in C, which works only on Linux. */
  readonly needsLinux: boolean;
  /** @param start starts a script @param print receives a line */
  run(start: Start, print: (line: string) => void): Promise<void>;
}

export type Start = (script: string, ...args: readonly string[]) => ScriptRun;

/** A script that needs no signal. */
function alone(name: string, title: string, needsLinux: boolean): Example {
  return { name, title, takesSignals: false, needsLinux, run: (start) => start(name).ended() };
}

function signalled(name: string, title: string, run: Example['run']): Example {
  return { name, title, takesSignals: true, needsLinux: true, run };
}

// #region examples
export const EXAMPLES: readonly Example[] = [
  signalled('signal-default', 'ctrl-C, by default', async (start) => {
    const script = start('signal-default');
    await script.printed(/hello/);
    script.kill('SIGINT');
    await script.ended();
  }),
  signalled(
    'signal-handled',
    'ctrl-C, handled: it ends the sleep, not the process',
    async (start) => {
      const script = start('signal-handled');
      for (let time = 1; time <= 2; time++) {
        await script.printed(new RegExp(`(?:hello[^]*){${time}}`));
        await script.blocked();
        script.kill('SIGINT');
        await script.printed(new RegExp(`(?:left[^]*){${time}}`));
      }
      script.kill('SIGTERM');
      await script.ended();
    },
  ),
  signalled('eintr', 'EINTR: a call that a signal interrupts is retried', async (start) => {
    const script = start('eintr');
    const [child = ''] = await script.printed(/then kill (\d+)/);
    for (let time = 1; time <= 2; time++) {
      await script.blocked();
      script.kill('SIGUSR1');
      await script.printed(new RegExp(`(?:retrying[^]*){${time}}`));
    }
    script.kill('SIGTERM', Number(child));
    await script.ended();
  }),
  alone('errno', 'eleven errors, each of them provoked', true),
  signalled('zombies', 'a child that has exited and is not reaped', async (start) => {
    const script = start('zombies');
    await script.printed(/has no effect:[^]*\n.*Z/);
    await script.blocked();
    script.kill('SIGUSR1');
    await script.ended();
  }),
  alone('one-waitpid', 'one waitpid for each SIGCHLD misses children', true),
  signalled(
    'parent-leaves',
    'a parent that exits, with and without its children',
    async (start, print) => {
      for (const flags of [[], ['--careless']]) {
        const script = start('parent-leaves', ...flags);
        const [list = ''] = await script.printed(/my children are ([\d ]+);/);
        await script.blocked();
        script.kill('SIGTERM');
        await script.printed(/the parent exits/);
        const children = list.split(' ').map(Number);
        const left = (): readonly number[] => children.filter((pid) => isAlive(pid));
        if (flags.length === 0) await eventually(() => left().length === 0, 60_000);
        print(`children still running: ${left().length}`);
        for (const pid of left()) script.kill('SIGKILL', pid);
        await script.ended();
      }
    },
  ),
  alone('kill-returns', 'kill only sends the signal; waitpid reaps the child', true),
  alone('nesting', 'the kernel runs a handler inside another one', true),
  signalled('queueing', 'Node runs one handler after the other', async (start) => {
    const script = start('queueing');
    await script.printed(/kill/);
    script.kill('SIGUSR2');
    await script.printed(/SIGUSR2 begins/);
    script.kill('SIGTERM');
    await script.ended();
  }),
  alone('tree', 'ZooKeeper: names, bytes, sequence numbers and ephemeral nodes', false),
  alone('session', 'ZooKeeper: a session outlives a connection', false),
  alone('watch', 'ZooKeeper: a watch that misses a change, and one that does not', false),
];
// #endregion examples

function isAlive(pid: number): boolean {
  const entry = processEntry(pid);
  return entry !== undefined && !isZombie(entry);
}

/** Runs an example to its end, and leaves no process behind. */
export async function runExample(example: Example, print: (line: string) => void): Promise<void> {
  const runs: ScriptRun[] = [];
  const start: Start = (script, ...args) => {
    const run = new ScriptRun(script, print, ...args);
    runs.push(run);
    return run;
  };
  try {
    await example.run(start, print);
  } finally {
    await Promise.all(runs.map((run) => run.stop()));
  }
}

// Every script of the chapter, and what a learner would do to it in a second terminal.

import { eventually } from '@bytes-up/testkit';
import { Actor, stateOf } from './actor';

export interface Scene {
  /** The script's name, and the scene's. */
  readonly name: string;
  readonly title: string;
  /** The script wants signals. */
  readonly isPoked: boolean;
  /** What it needs: forks and signals as they are here exist on Linux only. */
  readonly needsLinux: boolean;
  /** @param start puts a script on stage @param print takes a line */
  play(start: Start, print: (line: string) => void): Promise<void>;
}

export type Start = (script: string, ...args: readonly string[]) => Actor;

/** A script that needs nobody. */
function alone(name: string, title: string, needsLinux: boolean): Scene {
  return { name, title, isPoked: false, needsLinux, play: (start) => start(name).ends() };
}

function poked(name: string, title: string, play: Scene['play']): Scene {
  return { name, title, isPoked: true, needsLinux: true, play };
}

// #region scenes
export const SCENES: readonly Scene[] = [
  poked('signal-default', 'ctrl-C, by default', async (start) => {
    const actor = start('signal-default');
    await actor.says(/hello/);
    actor.kill('SIGINT');
    await actor.ends();
  }),
  poked('signal-handled', 'ctrl-C, handled: it ends the sleep, not the process', async (start) => {
    const actor = start('signal-handled');
    for (let time = 1; time <= 2; time++) {
      await actor.says(new RegExp(`(?:hello[^]*){${time}}`));
      await actor.blocks();
      actor.kill('SIGINT');
      await actor.says(new RegExp(`(?:were left[^]*){${time}}`));
    }
    actor.kill('SIGTERM');
    await actor.ends();
  }),
  poked('eintr', 'EINTR: not done, ask again', async (start) => {
    const actor = start('eintr');
    const [child = ''] = await actor.says(/then kill (\d+)/);
    for (let time = 1; time <= 2; time++) {
      await actor.blocks();
      actor.kill('SIGUSR1');
      await actor.says(new RegExp(`(?:once more[^]*){${time}}`));
    }
    actor.kill('SIGTERM', Number(child));
    await actor.ends();
  }),
  alone('errno', 'eleven errors, each met in reality', true),
  poked('zombies', 'a child that has ended, and nobody asks', async (start) => {
    const actor = start('zombies');
    await actor.says(/changes nothing:[^]*\n.*Z/);
    await actor.blocks();
    actor.kill('SIGUSR1');
    await actor.ends();
  }),
  alone('one-waitpid', 'one waitpid for each SIGCHLD loses children', true),
  poked(
    'parent-leaves',
    'a parent that goes, with and without its children',
    async (start, print) => {
      for (const flags of [[], ['--careless']]) {
        const actor = start('parent-leaves', ...flags);
        const [list = ''] = await actor.says(/my children are ([\d ]+);/);
        await actor.blocks();
        actor.kill('SIGTERM');
        await actor.says(/the parent goes/);
        const children = list.split(' ').map(Number);
        const left = (): readonly number[] => children.filter((pid) => isRunning(pid));
        if (flags.length === 0) await eventually(() => left().length === 0, 60_000);
        print(`children that still run: ${left().length}`);
        for (const pid of left()) actor.kill('SIGKILL', pid);
        await actor.ends();
      }
    },
  ),
  alone('kill-returns', 'kill leaves a note; waitpid takes the child away', true),
  alone('nesting', 'a handler inside a handler, by the kernel', true),
  poked('queueing', 'one handler after the other, by Node', async (start) => {
    const actor = start('queueing');
    await actor.says(/kill/);
    actor.kill('SIGUSR2');
    await actor.says(/SIGUSR2 begins/);
    actor.kill('SIGTERM');
    await actor.ends();
  }),
  alone('tree', 'ZooKeeper: names, bytes, numbers, and nodes that end', false),
  alone('session', 'ZooKeeper: a session is longer than a connection', false),
  alone('watch', 'ZooKeeper: a watch that misses a change, and one that does not', false),
];
// #endregion scenes

function isRunning(pid: number): boolean {
  const state = stateOf(pid);
  return state !== undefined && state !== 'Z';
}

/** Plays a scene to its end. Nothing of it is left, whatever happens. */
export async function playScene(scene: Scene, print: (line: string) => void): Promise<void> {
  const actors: Actor[] = [];
  const start: Start = (script, ...args) => {
    const actor = new Actor(script, print, ...args);
    actors.push(actor);
    return actor;
  };
  try {
    await scene.play(start, print);
  } finally {
    await Promise.all(actors.map((actor) => actor.clear()));
  }
}

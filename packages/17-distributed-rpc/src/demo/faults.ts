// What happens to the service during the run, one after the other. Each fault does its
// harm and resolves when the client's list is what it should be again.

import { eventually } from '@bytes-up/testkit';
import type { StartedServer } from '@bytes-up/testkit';
import { setTimeout as delay } from 'node:timers/promises';
import { staffOf, type Cast } from './cast';

/** The stage as the faults see it. */
export interface Scene {
  readonly cast: Cast;
  /** A session's time-out, in milliseconds. */
  readonly sessionMs: number;
  /** The servers that are meant to serve, by letter. */
  readonly live: Map<string, StartedServer>;
  /**
   * Starts a server, whose letter is the next one, and waits until the client knows it.
   */
  add(): Promise<string>;
  /**
   * The client's list is fresh, and holds exactly the live servers.
   * @throws Error when that takes for ever
   */
  settled(): Promise<void>;
  /**
   * Resolves when the client loses its connection to the registry. To be asked before it
   * does.
   */
  cutOff(): Promise<unknown>;
  /** The harm is done now: from here on recovery is measured. */
  harmed(): void;
}

export interface Fault {
  readonly name: string;
  /**
   * It cuts calls that may not be made again: plain ones may fail. All others are
   * answered, always.
   */
  readonly mayCut: boolean;
  run(scene: Scene): Promise<void>;
}

/** Everything has an end; a healthy run needs a tenth of it. Milliseconds. */
const PATIENCE_MS = 30_000;

// #region faults
export const FAULTS: readonly Fault[] = [
  {
    name: 'A is killed with SIGKILL, all of it',
    mayCut: true,
    run: async (scene) => {
      take(scene, 'A').process.killGroup('SIGKILL');
      scene.harmed();
      await scene.settled(); // when its session is over
    },
  },
  {
    name: 'a worker of B is killed with SIGKILL',
    mayCut: true,
    run: async (scene) => {
      const { process: server } = of(scene, 'B');
      const [worker = 0] = staffOf(server).workers;
      process.kill(worker, 'SIGKILL');
      scene.harmed();
      await server.logged(/^worker \d+ was killed by SIGKILL/);
      await scene.settled();
    },
  },
  {
    name: 'D is added',
    mayCut: false,
    run: async (scene) => {
      scene.harmed();
      await scene.add();
    },
  },
  {
    name: 'C is stopped gently',
    mayCut: false,
    run: async (scene) => {
      await stopGently(scene, 'C');
      await scene.settled();
    },
  },
  {
    name: 'B stands still, for longer than its session',
    mayCut: true,
    run: async (scene) => {
      const server = take(scene, 'B');
      server.process.killGroup('SIGSTOP');
      scene.harmed();
      await scene.settled(); // without it
      await delay(scene.sessionMs / 2);
      server.process.killGroup('SIGCONT');
      scene.live.set('B', server);
      await scene.settled(); // with it
    },
  },
  {
    name: 'ZooKeeper is stopped, and started again',
    mayCut: false,
    run: async (scene) => {
      const noticed = scene.cutOff();
      await scene.cast.registry.stop();
      scene.harmed();
      await noticed;
      await delay(scene.sessionMs / 2);
      await scene.cast.registry.start();
      await scene.settled();
    },
  },
  {
    name: 'ZooKeeper’s connections are cut in the middle of a frame',
    mayCut: false,
    run: async (scene) => {
      const noticed = scene.cutOff();
      scene.cast.registry.cutInMidFrame();
      scene.harmed();
      await noticed;
      await scene.settled();
    },
  },
  {
    name: 'every server is replaced by a new one, one after the other',
    mayCut: false,
    run: async (scene) => {
      scene.harmed();
      for (const old of [...scene.live.keys()]) {
        await scene.add();
        await stopGently(scene, old);
      }
      await scene.settled();
    },
  },
];
// #endregion faults

function of({ live }: Scene, letter: string): StartedServer {
  const server = live.get(letter);
  if (server === undefined) throw new Error(`there is no server ${letter}`);
  return server;
}

/** It is no longer meant to serve. */
function take(scene: Scene, letter: string): StartedServer {
  const server = of(scene, letter);
  scene.live.delete(letter);
  return server;
}

async function stopGently(scene: Scene, letter: string): Promise<void> {
  const { process } = take(scene, letter);
  process.signal('SIGTERM');
  scene.harmed();
  const end = await process.finished(PATIENCE_MS);
  if (end?.code !== 0) throw new Error(`${letter} did not stop: ${JSON.stringify(end)}`);
}

/** @throws Error when it does not come true */
export async function until(what: string, condition: () => boolean): Promise<void> {
  if (!(await eventually(condition, PATIENCE_MS))) throw new Error(`never: ${what}`);
}

// What happens to the service during the run, one after the other. Each fault does its
// harm and resolves when the client's list is what it should be again.

import { eventually } from '@bytes-up/testkit';
import type { StartedServer } from '@bytes-up/testkit';
import { setTimeout as delay } from 'node:timers/promises';
import { childrenOf, type Deployment } from './deployment';

/** What a fault has to work with. */
export interface FaultContext {
  readonly deployment: Deployment;
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
  run(context: FaultContext): Promise<void>;
}

/** No wait takes longer; a healthy run needs a tenth of it. Milliseconds. */
const WITHIN_MS = 30_000;

// #region faults
export const FAULTS: readonly Fault[] = [
  {
    name: 'A is killed with SIGKILL, all of it',
    mayCut: true,
    run: async (context) => {
      take(context, 'A').process.killGroup('SIGKILL');
      context.harmed();
      await context.settled(); // when its session is over
    },
  },
  {
    name: 'a worker of B is killed with SIGKILL',
    mayCut: true,
    run: async (context) => {
      const { process: server } = of(context, 'B');
      const [worker = 0] = childrenOf(server).workers;
      process.kill(worker, 'SIGKILL');
      context.harmed();
      await server.logged(/^worker \d+ was killed by SIGKILL/);
      await context.settled();
    },
  },
  {
    name: 'D is added',
    mayCut: false,
    run: async (context) => {
      context.harmed();
      await context.add();
    },
  },
  {
    name: 'C is stopped gently',
    mayCut: false,
    run: async (context) => {
      await stopGently(context, 'C');
      await context.settled();
    },
  },
  {
    name: 'B stands still, for longer than its session',
    mayCut: true,
    run: async (context) => {
      const server = take(context, 'B');
      server.process.killGroup('SIGSTOP');
      context.harmed();
      await context.settled(); // without it
      await delay(context.sessionMs / 2);
      server.process.killGroup('SIGCONT');
      context.live.set('B', server);
      await context.settled(); // with it
    },
  },
  {
    name: 'ZooKeeper is stopped, and started again',
    mayCut: false,
    run: async (context) => {
      const noticed = context.cutOff();
      await context.deployment.registry.stop();
      context.harmed();
      await noticed;
      await delay(context.sessionMs / 2);
      await context.deployment.registry.start();
      await context.settled();
    },
  },
  {
    name: 'ZooKeeper’s connections are cut in the middle of a frame',
    mayCut: false,
    run: async (context) => {
      const noticed = context.cutOff();
      context.deployment.registry.cutInMidFrame();
      context.harmed();
      await noticed;
      await context.settled();
    },
  },
  {
    name: 'every server is replaced by a new one, one after the other',
    mayCut: false,
    run: async (context) => {
      context.harmed();
      for (const old of [...context.live.keys()]) {
        await context.add();
        await stopGently(context, old);
      }
      await context.settled();
    },
  },
];
// #endregion faults

function of({ live }: FaultContext, letter: string): StartedServer {
  const server = live.get(letter);
  if (server === undefined) throw new Error(`there is no server ${letter}`);
  return server;
}

/** It is no longer meant to serve. */
function take(context: FaultContext, letter: string): StartedServer {
  const server = of(context, letter);
  context.live.delete(letter);
  return server;
}

async function stopGently(context: FaultContext, letter: string): Promise<void> {
  const { process } = take(context, letter);
  process.signal('SIGTERM');
  context.harmed();
  const end = await process.finished(WITHIN_MS);
  if (end?.code !== 0) throw new Error(`${letter} did not stop: ${JSON.stringify(end)}`);
}

/** @throws Error when it does not come true */
export async function until(what: string, condition: () => boolean): Promise<void> {
  if (!(await eventually(condition, WITHIN_MS))) throw new Error(`never: ${what}`);
}

// The faults of the run, in order. Each one does its damage, and resolves when the
// client's list is correct again.

import type { StartedServer } from '@bytes-up/testkit';
import { setTimeout as delay } from 'node:timers/promises';
import { childrenOf, type Deployment } from './deployment';

/** What a fault has to work with. */
export interface FaultContext {
  readonly deployment: Deployment;
  /** The session timeout, in milliseconds. */
  readonly sessionMs: number;
  /** The servers that should be serving, by letter. */
  readonly live: Map<string, StartedServer>;
  /** Starts a server with the next letter, and waits until the client knows it. */
  add(): Promise<string>;
  /**
   * Resolves when the client's list is current and holds exactly the live servers.
   * @throws Error at the timeout
   */
  settled(): Promise<void>;
  /**
   * Resolves when the client loses its connection to the registry. Call it before that.
   */
  cutOff(): Promise<unknown>;
  /** The damage is done: recovery is measured from now on. */
  harmed(): void;
}

export interface Fault {
  readonly name: string;
  /**
   * It may interrupt calls, so plain ones may fail. All others must always be answered.
   */
  readonly mayCut: boolean;
  run(context: FaultContext): Promise<void>;
}

/** No wait takes longer; a healthy run needs a tenth of it. Milliseconds. */
export const WITHIN_MS = 30_000;

// #region faults
export const FAULTS: readonly Fault[] = [
  {
    name: 'A is killed with SIGKILL, with all its processes',
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
    name: 'C is stopped with SIGTERM',
    mayCut: false,
    run: async (context) => {
      await stopGently(context, 'C');
      await context.settled();
    },
  },
  {
    name: 'B is stopped with SIGSTOP, longer than its session',
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
    name: 'ZooKeeper is stopped, and restarted',
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
    name: 'ZooKeeper’s connections break in the middle of a frame',
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

/** Removes it from the servers that should be serving. */
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

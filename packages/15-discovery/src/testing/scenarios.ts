// What a discovery layer must come through, as nine scenarios. Each hurts something, then
// says when all is well again: for the tests, and for the table that measures how long
// that takes.

import {
  FaultyProxy,
  type EmbeddedZooKeeper,
  type RealZooKeeper,
} from '@bytes-up/embedded-zookeeper';
import { eventually, launch, type ServerProcess, typescriptCommand } from '@bytes-up/testkit';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Directory } from '../registry/directory';
import { keyOf, type ServerEntry } from '../registry/entry';
import { Registration } from '../registry/registration';
import { ZooKeeper } from '../zookeeper/zookeeper';

export const SESSION_MS = 1_000;
/** The freezes of the scenarios: five sessions long. */
const FROZEN_MS = 5 * SESSION_MS;
/** Ends a wait for something that should take a second. */
const PATIENCE_MS = 60_000;
const CREATE = 1;

export type ZooKeeperServer = EmbeddedZooKeeper | RealZooKeeper;

/** A ZooKeeper, a proxy before it, two servers that register and a client's directory. */
export class ScenarioSetup {
  readonly proxy: FaultyProxy;
  readonly registrations: Registration[] = [];
  readonly #zookeepers: ZooKeeper[] = [];
  readonly #processes: ServerProcess[] = [];
  #directory: Directory | undefined;
  /** One that looks past the proxy. */
  #witness: ZooKeeper | undefined;

  /** @param nowMs what recoveries are measured with */
  constructor(
    readonly server: ZooKeeperServer,
    readonly nowMs: () => number = () => performance.now(),
  ) {
    this.proxy = new FaultyProxy(() => server.address);
  }

  get directory(): Directory {
    if (this.#directory === undefined) throw new Error('no directory yet');
    return this.#directory;
  }

  /** Everybody begins: those who register, and the one who looks. */
  async begin(): Promise<void> {
    await this.proxy.start();
    this.#directory = new Directory(this.zookeeper());
    for (const port of [1, 2]) this.register({ host: 'a.test', port, weight: 100, version: '' });
  }

  register(entry: ServerEntry): Registration {
    const registration = new Registration(this.zookeeper(), entry);
    this.registrations.push(registration);
    return registration;
  }

  /** A session of its own, through the proxy. */
  zookeeper(address = this.proxy.address): ZooKeeper {
    const zookeeper = new ZooKeeper(address, { sessionTimeoutMs: SESSION_MS });
    this.#zookeepers.push(zookeeper);
    return zookeeper;
  }

  /** A server of this chapter, in a process of its own. */
  async process(): Promise<ServerProcess> {
    const flags = ['--zookeeper', this.server.address, '--session', String(SESSION_MS)];
    const main = join(__dirname, '../main.ts');
    const started = await launch(typescriptCommand(main, ...flags, '--leave', '0'));
    this.#processes.push(started.process);
    return started.process;
  }

  /** Resolves when one of the sessions has lost its connection. */
  async aServerIsDown(): Promise<void> {
    await Promise.race(this.#zookeepers.map((zookeeper) => once(zookeeper, 'down')));
  }

  // #region well
  /**
   * All is well: the client hears, and knows exactly the servers that want to be known,
   * and each has one node.
   */
  async isWell(others = 0): Promise<boolean> {
    if (this.directory.isStale) return false;
    const wanted = this.registrations.map(({ entry }) => keyOf(entry));
    const known = this.directory.registered.map(keyOf);
    if (known.length !== wanted.length + others || !wanted.every((key) => known.includes(key)))
      return false;
    if (!this.registrations.every(({ path }) => path !== undefined)) return false;
    return (await this.nodes()).length === known.length;
  }
  // #endregion well

  /** The nodes that are there, by the witness. */
  async nodes(): Promise<string[]> {
    this.#witness ??= this.zookeeper(this.server.address);
    return this.#witness.children('/demo').catch(() => []);
  }

  /** @returns milliseconds until all is well @throws Error when that takes forever */
  async recovery(others = 0): Promise<number> {
    const beganAtMs = this.nowMs();
    if (!(await eventually(() => this.isWell(others), PATIENCE_MS)))
      throw new Error(
        `not well: known are ${this.directory.registered.map(keyOf).join(', ')}; nodes ${(await this.nodes()).join(', ')}`,
      );
    return this.nowMs() - beganAtMs;
  }

  async clear(): Promise<void> {
    this.#directory?.close();
    await Promise.all(this.registrations.map((registration) => registration.leave()));
    await Promise.all(this.#zookeepers.map((zookeeper) => zookeeper.close()));
    await Promise.all(this.#processes.map((process) => process.stop(0)));
    await this.proxy.close();
  }
}

export interface Scenario {
  readonly name: string;
  /** A session has to die before all can be well. */
  readonly aSessionDies: boolean;
  /** The server is not there when the scenario begins. */
  readonly startsWithoutServer?: boolean;
  /** @returns milliseconds from the end of the harm until all was well */
  run(setup: ScenarioSetup): Promise<number>;
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'ZooKeeper starts late',
    aSessionDies: false,
    startsWithoutServer: true,
    run: async (setup) => {
      await setup.begin();
      await delay(SESSION_MS); // no server is left to send a message
      await setup.server.start();
      return setup.recovery();
    },
  },
  {
    name: 'ZooKeeper is killed, and started again with its data',
    aSessionDies: false,
    run: async (setup) => {
      await setup.begin();
      await setup.recovery();
      await setup.server.stop('SIGKILL');
      await setup.server.start();
      return setup.recovery();
    },
  },
  {
    name: 'ZooKeeper comes back with nothing',
    aSessionDies: true,
    run: async (setup) => {
      await setup.begin();
      await setup.recovery();
      await setup.server.stop('SIGKILL');
      setup.server.wipe();
      await setup.server.start();
      return setup.recovery();
    },
  },
  {
    name: 'ZooKeeper is stopped for five session times',
    aSessionDies: true,
    run: async (setup) => {
      await setup.begin();
      await setup.recovery();
      setup.server.freeze();
      await delay(FROZEN_MS);
      setup.server.thaw();
      return setup.recovery();
    },
  },
  {
    name: 'a server is stopped for five session times',
    aSessionDies: true,
    run: async (setup) => {
      const process = await setup.process();
      await setup.begin();
      await setup.recovery(1);
      process.signal('SIGSTOP');
      await setup.recovery(0); // it is gone from the list
      await delay(FROZEN_MS);
      process.signal('SIGCONT');
      return setup.recovery(1);
    },
  },
  {
    name: 'the reply to a create is lost',
    aSessionDies: false,
    run: async (setup) => {
      await setup.begin();
      await setup.recovery();
      const lost = setup.proxy.loseReplyTo(CREATE, (path) => path.includes('rpc'));
      setup.register({ host: 'a.test', port: 3, weight: 100, version: '' });
      await lost;
      return setup.recovery();
    },
  },
  {
    name: 'the connection is cut in the middle of a frame, five times',
    aSessionDies: false,
    run: async (setup) => {
      await setup.begin();
      await setup.recovery();
      let longestMs = 0;
      for (let time = 0; time < 5; time++) {
        const noticed = setup.aServerIsDown();
        await Promise.all([setup.proxy.cutInMidFrame(), noticed]);
        longestMs = Math.max(longestMs, await setup.recovery());
      }
      return longestMs;
    },
  },
  {
    name: 'another client deletes the node',
    aSessionDies: false,
    run: async (setup) => {
      await setup.begin();
      await setup.recovery();
      const [victim] = setup.registrations;
      const other = setup.zookeeper(setup.server.address);
      await eventually(() => other.isConnected, PATIENCE_MS);
      const gone = victim?.path ?? '';
      await other.remove(gone);
      const beganAtMs = setup.nowMs();
      await eventually(() => victim?.path !== undefined && victim.path !== gone, PATIENCE_MS);
      await setup.recovery();
      return setup.nowMs() - beganAtMs;
    },
  },
  {
    name: 'a server leaves',
    aSessionDies: false,
    run: async (setup) => {
      await setup.begin();
      await setup.recovery();
      const [leaving] = setup.registrations.splice(0, 1);
      const beganAtMs = setup.nowMs();
      await leaving?.leave();
      await setup.recovery();
      return setup.nowMs() - beganAtMs;
    },
  },
];

/** Milliseconds that a scenario may take. */
export function allowedMs({ aSessionDies }: Scenario): number {
  return aSessionDies ? SESSION_MS + 1_000 : 1_000;
}

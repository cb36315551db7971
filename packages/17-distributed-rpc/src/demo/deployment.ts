// A registry, a store and servers of this chapter, for the demo and the tests. All of
// them are gone afterwards.

import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import {
  commandLineOf,
  groupMembers,
  launch,
  type ServerProcess,
  type StartedServer,
  typescriptCommand,
} from '@bytes-up/testkit';
import { join } from 'node:path';

/** Milliseconds. */
export const SESSION_MS = 1_000;

const fileOf = (name: string): string => join(__dirname, '..', `${name}.ts`);

/** The command of a server of this chapter, without its port. */
export function serverCommand(registry: string, ...flags: readonly string[]): readonly string[] {
  const session = flags.includes('--session') ? [] : ['--session', String(SESSION_MS)];
  const common = ['--zookeeper', registry, ...session, '--workers', '2'];
  return typescriptCommand(fileOf('main'), ...common, ...flags);
}

export class Deployment {
  readonly registry = new EmbeddedZooKeeper();
  readonly servers: StartedServer[] = [];
  #store: StartedServer | undefined;

  /** @param sessionMs of its servers */
  constructor(private readonly sessionMs = SESSION_MS) {}

  async begin(): Promise<void> {
    await this.registry.start();
    this.#store = await launch(typescriptCommand(fileOf('store/store')));
  }

  get store(): string {
    if (this.#store === undefined) throw new Error('there is no store');
    const { host, port } = this.#store.address;
    return `${host}:${port}`;
  }

  /** @param registry by default the deployment's own, without a proxy before it */
  async serve(
    flags: readonly string[] = [],
    registry = this.registry.address,
  ): Promise<StartedServer> {
    const own = ['--session', String(this.sessionMs), '--store', this.store];
    const command = serverCommand(registry, ...own, ...flags);
    const started = await launch(command);
    this.servers.push(started);
    return started;
  }

  async clear(): Promise<void> {
    for (const { process } of this.servers) process.killGroup('SIGCONT');
    await Promise.all(this.servers.splice(0).map(({ process }) => process.stop(0)));
    await this.#store?.process.stop(0);
    await this.registry.stop();
  }
}

/** The processes that a server's supervisor started: its workers and its registrar. */
export function childrenOf(server: ServerProcess): { workers: number[]; registrars: number[] } {
  const others = groupMembers(server.pid).filter((pid) => pid !== server.pid);
  const isRegistrar = (pid: number): boolean => commandLineOf(pid).includes('registrar.ts');
  return {
    workers: others.filter((pid) => !isRegistrar(pid)),
    registrars: others.filter(isRegistrar),
  };
}

// A registry, servers that come and go, and a client that knows them: what chapter 15's
// predictions experiment with.

import { once } from 'node:events';
import { join } from 'node:path';
import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { launch, typescriptCommand, type StartedServer } from '@bytes-up/testkit';
import { Directory } from '../registry/directory';
import { ServiceClient } from '../service-client';
import { ZooKeeper } from '../zookeeper/zookeeper';

export interface Calls {
  /** Calls that each server answered, by its host and port. */
  readonly answered: ReadonlyMap<string, number>;
  /** Attempts that failed, and that another one followed. */
  readonly again: number;
  readonly lost: number;
}

export class Neighbourhood {
  readonly registry = new EmbeddedZooKeeper();
  readonly started: StartedServer[] = [];
  #clients: { zookeeper: ZooKeeper; directory: Directory; client: ServiceClient } | undefined;

  constructor(private readonly sessionMs: number) {}

  /** The client's list. */
  get directory(): Directory {
    return this.#made.directory;
  }

  /** Starts a server, and waits until the client knows it. */
  async begin(weight: number): Promise<void> {
    const known = once(this.directory, 'changed');
    this.started.push(await startServer(this.registry.address, this.sessionMs, weight));
    await known;
  }

  /** Calls that may be retried, one after the other. */
  async call(count: number): Promise<Calls> {
    const { client } = this.#made;
    const answered = new Map<string, number>();
    let [again, lost] = [0, 0];
    const note = ({ server, isRetried }: { server: string; isRetried: boolean }): void => {
      if (isRetried) again++;
      else answered.set(server, (answered.get(server) ?? 0) + 1);
    };
    client.on('attempt', note);
    for (let n = 0; n < count; n++) {
      await client.call('pi', 500, { idempotent: true }).catch(() => lost++);
    }
    client.off('attempt', note);
    return { answered, again, lost };
  }

  /** Stops everything. */
  async end(): Promise<void> {
    const { client, directory, zookeeper } = this.#made;
    await client.close();
    directory.close();
    await zookeeper.close();
    await Promise.all(this.started.map(({ process }) => process.stop(0)));
    await this.registry.stop();
  }

  get #made() {
    if (this.#clients === undefined) {
      const zookeeper = new ZooKeeper(this.registry.address, { sessionTimeoutMs: this.sessionMs });
      const directory = new Directory(zookeeper);
      this.#clients = { zookeeper, directory, client: new ServiceClient(directory) };
    }
    return this.#clients;
  }
}

/** A server of this chapter that registers itself. */
export function startServer(
  registry: string,
  sessionMs: number,
  weight: number,
): Promise<StartedServer> {
  const flags = ['--zookeeper', registry, '--session', String(sessionMs)];
  const main = join(__dirname, '../main.ts');
  return launch(typescriptCommand(main, ...flags, '--weight', String(weight), '--leave', '300'));
}

// For the ZooKeeper scripts: a server, which is the embedded one unless --zookeeper
// host:port names another, and promises instead of the library's callbacks.

import { EmbeddedZooKeeper, FaultyProxy } from '@bytes-up/embedded-zookeeper';
import { once } from 'node:events';
import { createClient, CreateMode, type Client, type Stat } from 'node-zookeeper-client';

export { CreateMode };

/** Milliseconds. */
export const SESSION_MS = 1_000;

export interface TestZooKeeper {
  readonly proxy: FaultyProxy;
  /** A new session. @param throughProxy its connections can be broken */
  connect(throughProxy?: boolean): Promise<Zk>;
}

/** Runs a script with a server, and stops everything that it started. */
export async function withZooKeeper(
  run: (zookeeper: TestZooKeeper) => Promise<void>,
): Promise<void> {
  const named = process.argv[process.argv.indexOf('--zookeeper') + 1];
  const server = process.argv.includes('--zookeeper') ? undefined : new EmbeddedZooKeeper();
  await server?.start();
  const address = server?.address ?? named ?? '';
  const proxy = new FaultyProxy(() => address);
  await proxy.start();
  const clients: Client[] = [];
  const connect = async (throughProxy = false): Promise<Zk> => {
    const options = { sessionTimeout: SESSION_MS, spinDelay: 20 };
    const client = createClient(throughProxy ? proxy.address : address, options);
    clients.push(client);
    client.connect();
    await once(client, 'connected');
    return new Zk(client);
  };
  await run({ proxy, connect });
  for (const client of clients) client.close();
  await proxy.close();
  await server?.stop();
}

type Callback<T> = (error: unknown, result: T) => void;

function promised<T>(start: (done: Callback<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, result) => {
      if (error instanceof Error) reject(error);
      else resolve(result);
    });
  });
}

export class Zk {
  constructor(readonly client: Client) {}

  get session(): string {
    return this.client.getSessionId().toString('hex');
  }

  create(path: string, data = '', mode: number = CreateMode.PERSISTENT): Promise<string> {
    return promised((done) => this.client.create(path, Buffer.from(data), mode, done));
  }

  children(path: string): Promise<string[]> {
    return promised<string[]>((done) => this.client.getChildren(path, done)).then(sorted);
  }

  /** @param watch is called when the children have changed */
  childrenAndWatch(path: string, watch: () => void): Promise<string[]> {
    return promised<string[]>((done) => this.client.getChildren(path, watch, done)).then(sorted);
  }

  data(path: string): Promise<string> {
    return promised<Buffer>((done) => this.client.getData(path, done)).then(String);
  }

  exists(path: string): Promise<boolean> {
    return promised<Stat | null>((done) => this.client.exists(path, done)).then(Boolean);
  }

  async removeAll(path: string): Promise<void> {
    for (const name of await this.children(path)) await this.removeAll(`${path}/${name}`);
    await promised<void>((done) => this.client.remove(path, (error) => done(error, undefined)));
  }
}

function sorted(names: string[]): string[] {
  return names.sort();
}

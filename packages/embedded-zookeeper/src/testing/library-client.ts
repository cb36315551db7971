// node-zookeeper-client's callbacks as promises, for the suite.

import { once } from 'node:events';
import { createClient, CreateMode, Exception, type Client, type Stat } from 'node-zookeeper-client';

/** Connects a client, and waits for its session. */
export async function connectTo(address: string, sessionTimeout = 10_000): Promise<Client> {
  const client = createClient(address, { sessionTimeout, spinDelay: 10 });
  client.connect();
  await once(client, 'connected');
  return client;
}

/** The result of a callback, as a promise. */
export const call = <T>(
  run: (done: (error: Error | Exception | null, result: T) => void) => void,
): Promise<T> =>
  new Promise((resolve, reject) => {
    run((error, result) => {
      // An Exception is an Error, whatever its types say.
      if (error instanceof Error) reject(error);
      else resolve(result);
    });
  });

export const create = (
  client: Client,
  path: string,
  mode = CreateMode.PERSISTENT,
  data = 'x',
): Promise<string> => call((done) => client.create(path, Buffer.from(data), mode, done));
export const childrenOf = (client: Client, path: string): Promise<string[]> =>
  call((done) => client.getChildren(path, done));
export const dataOf = (client: Client, path: string): Promise<string> =>
  call<Buffer>((done) => client.getData(path, done)).then(String);
export const statOf = (client: Client, path: string): Promise<Stat | null> =>
  call((done) => client.exists(path, done));
export const remove = (client: Client, path: string, version = -1): Promise<void> =>
  call((done) => client.remove(path, version, (error) => done(error, undefined)));
export const codeOf = (promise: Promise<unknown>): Promise<number> =>
  promise.then(
    () => 0,
    (error: Exception) => error.getCode(),
  );

/**
 * Deletes all nodes except the server's own, so that the next test starts with an empty
 * tree.
 */
export async function tidy(address: string): Promise<void> {
  const client = await connectTo(address);
  client.addAuthInfo('digest', Buffer.from('ada:secret'));
  for (const name of await childrenOf(client, '/')) {
    if (name !== 'zookeeper') await removeAll(client, `/${name}`);
  }
  // Closing a session takes a zxid too, which must not happen during the next test.
  const gone = once(client, 'disconnected');
  client.close();
  await gone;
}

async function removeAll(client: Client, path: string): Promise<void> {
  // In these suites a node that this client may not list has no children.
  const names = await childrenOf(client, path).catch(() => []);
  for (const name of names) await removeAll(client, `${path}/${name}`);
  // An ephemeral node may be gone already.
  await remove(client, path).catch(() => undefined);
}

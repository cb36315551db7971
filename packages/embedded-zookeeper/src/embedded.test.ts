// The faults that only the embedded server can inject, for the tests of other packages.

import { once } from 'node:events';
import { connect } from 'node:net';
import { createClient, CreateMode, type Client, type Event } from 'node-zookeeper-client';
import { EmbeddedZooKeeper } from '.';
import { RawClient } from './comparison/raw-client';
import { JuteWriter } from './wire/jute';
import { Tree } from './tree/tree';

let server: EmbeddedZooKeeper;
const clients: Client[] = [];

beforeEach(async () => {
  server = new EmbeddedZooKeeper();
  await server.start();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server.stop();
});

async function connected(sessionTimeout = 10_000): Promise<Client> {
  const client = createClient(server.address, { sessionTimeout, spinDelay: 10 });
  clients.push(client);
  client.connect();
  await once(client, 'connected');
  return client;
}

const createEphemeral = (client: Client, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    client.create(path, Buffer.from('x'), CreateMode.EPHEMERAL, (error) => {
      if (error instanceof Error) reject(error);
      else resolve();
    });
  });

/** Resolves when the node is gone. */
const untilDeleted = (client: Client, path: string): Promise<void> =>
  new Promise((resolve) => {
    client.exists(
      path,
      () => resolve(),
      (_error, stat) => {
        if (stat === null) resolve();
      },
    );
  });

test('expire ends a session and deletes its ephemeral nodes', async () => {
  const [client, other] = [await connected(), await connected()];
  await createEphemeral(client, '/e');
  const expired = once(client, 'expired');
  const gone = untilDeleted(other, '/e');
  expect(server.expire(client.getSessionId().readBigInt64BE())).toBe(true);
  await Promise.all([expired, gone]);
  expect(server.expire(1n)).toBe(false);
});

test('a session whose client is silent expires after its timeout', async () => {
  const other = await connected();
  const [host = '', port] = server.address.split(':');
  // Opens a session with a timeout of 200 ms, creates a node, then sends nothing.
  const silent = connect(Number(port), host);
  const hello = new JuteWriter().int(0).long(0n).int(200).long(0n).buffer(Buffer.alloc(16));
  const acl = new JuteWriter().int(1).int(31).string('world').string('anyone').body();
  const create = new JuteWriter()
    .int(1)
    .int(1)
    .string('/e')
    .buffer(Buffer.from('x'))
    .bytes(acl)
    .int(1);
  silent.write(Buffer.concat([hello.frame(), create.frame()]));
  await once(silent, 'data');
  await untilDeleted(other, '/e');
  silent.destroy();
});

test('a session outlives its connection, and keeps its ephemeral nodes and its watches', async () => {
  const [client, other] = [await connected(), await connected()];
  await createEphemeral(client, '/e');
  let onEvent: (event: Event) => void = () => undefined;
  const event = new Promise<Event>((resolve) => (onEvent = resolve));
  await new Promise((resolve) => client.getChildren('/', onEvent, resolve));
  const session = client.getSessionId().readBigInt64BE();
  const again = Promise.all([once(client, 'connected'), once(other, 'connected')]);
  await server.stop();
  await server.start();
  await again;
  expect(client.getSessionId().readBigInt64BE()).toBe(session);
  const stat = await new Promise((resolve) =>
    other.exists('/e', (_error, found) => resolve(found)),
  );
  expect(stat).not.toBeNull();
  await createEphemeral(other, '/news');
  expect((await event).getName()).toBe('NODE_CHILDREN_CHANGED');
});

test('wipe deletes sessions and nodes', async () => {
  const client = await connected();
  await createEphemeral(client, '/e');
  client.close();
  await server.stop();
  server.wipe();
  await server.start();
  const fresh = await connected();
  const stat = await new Promise((resolve) =>
    fresh.exists('/e', (_error, found) => resolve(found)),
  );
  expect(stat).toBeNull();
});

test('freeze pauses the server, and thaw lets it continue', async () => {
  const client = await connected();
  server.freeze();
  let isDone = false;
  const created = createEphemeral(client, '/e').then(() => (isDone = true));
  // Client and server share this process: after 100 turns of its event loop, a reply
  // would have arrived.
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  expect(isDone).toBe(false);
  server.thaw();
  await created;
});

test('no session expires while the server is frozen or stopped, also both at once', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'clearImmediate', 'performance'] });
  const sessionsLater = async (): Promise<number> => {
    jest.advanceTimersByTime(120_000);
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
    return server.sessions.length;
  };
  try {
    const client = await RawClient.to(server.address);
    await client.hello();
    server.freeze();
    await server.stop();
    server.thaw();
    expect(await sessionsLater()).toBe(1);
    server.freeze();
    await server.start();
    expect(await sessionsLater()).toBe(1);
    server.thaw();
    expect(await sessionsLater()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});

test('cutInMidFrame closes a connection in the middle of a frame', async () => {
  const client = await connected();
  const cut = once(client, 'disconnected');
  server.cutInMidFrame();
  await cut;
});

test('wipe is refused while the server runs', async () => {
  expect(() => server.wipe()).toThrow('stop the server before you wipe its data');
  await server.stop();
  server.wipe();
  await server.start();
  expect(server.sessions).toEqual([]);
});

test('the numbers of connections and of nodes are limited', async () => {
  const small = new EmbeddedZooKeeper({ maxConnections: 1 });
  await small.start();
  const [host = '', port] = small.address.split(':');
  const first = connect(Number(port), host);
  await once(first, 'connect');
  first.write(new JuteWriter().int(0).long(0n).int(200).long(0n).buffer(Buffer.alloc(16)).frame());
  await once(first, 'data'); // it is served
  const second = connect(Number(port), host).on('error', () => undefined);
  await new Promise((resolve) => second.on('close', resolve)); // this one is not
  first.destroy();
  await small.stop();

  const tree = new Tree(3);
  const fill = (): void => {
    for (let n = 0; n < 10; n++)
      tree.create(`/${n}`, { data: null, acl: [], sequential: false, owner: 0n }, 1n);
  };
  expect(fill).toThrow(expect.objectContaining({ code: -8 }) as Error);
  expect(tree.size).toBe(3);
});

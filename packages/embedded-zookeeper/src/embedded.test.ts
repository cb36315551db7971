// What only the embedded server can be told to do: the faults that tests of other
// packages want.

import { once } from 'node:events';
import { connect } from 'node:net';
import { createClient, CreateMode, type Client, type Event } from 'node-zookeeper-client';
import { EmbeddedZooKeeper } from '.';
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

/** Resolves when the node is there no more. */
const endOf = (client: Client, path: string): Promise<void> =>
  new Promise((resolve) => {
    client.exists(
      path,
      () => resolve(),
      (_error, stat) => {
        if (stat === null) resolve();
      },
    );
  });

test('a session can be expired, and its nodes end with it', async () => {
  const [client, other] = [await connected(), await connected()];
  await createEphemeral(client, '/e');
  const expired = once(client, 'expired');
  const gone = endOf(other, '/e');
  expect(server.expire(client.getSessionId().readBigInt64BE())).toBe(true);
  await Promise.all([expired, gone]);
  expect(server.expire(1n)).toBe(false);
});

test('a session that is not heard of expires by itself', async () => {
  const other = await connected();
  const [host = '', port] = server.address.split(':');
  // it opens a session of 200 ms, makes a node, and says no more
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
  await endOf(other, '/e');
  silent.destroy();
});

test('a session outlives its connection, with its ephemerals and its watches', async () => {
  const [client, other] = [await connected(), await connected()];
  await createEphemeral(client, '/e');
  let hear: (event: Event) => void = () => undefined;
  const heard = new Promise<Event>((resolve) => (hear = resolve));
  await new Promise((resolve) => client.getChildren('/', hear, resolve));
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
  expect((await heard).getName()).toBe('NODE_CHILDREN_CHANGED');
});

test('a server with an empty memory knows nobody', async () => {
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

test('it stands still, and goes on where it was', async () => {
  const client = await connected();
  server.freeze();
  let isDone = false;
  const created = createEphemeral(client, '/e').then(() => (isDone = true));
  // Client and server are in one process: after so many turns of its loop an answer would
  // be there.
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  expect(isDone).toBe(false);
  server.thaw();
  await created;
});

test('a connection is cut in the middle of a frame', async () => {
  const client = await connected();
  const cut = once(client, 'disconnected');
  server.cutInMidFrame();
  await cut;
});

test('data are wiped only while it stands', async () => {
  expect(() => server.wipe()).toThrow('stop the server before its data are wiped');
  await server.stop();
  server.wipe();
  await server.start();
  expect(server.sessions).toEqual([]);
});

test('it is bounded: so many connections, and so many nodes', async () => {
  const small = new EmbeddedZooKeeper({ maxConnections: 1 });
  await small.start();
  const [host = '', port] = small.address.split(':');
  const first = connect(Number(port), host);
  await once(first, 'connect');
  first.write(new JuteWriter().int(0).long(0n).int(200).long(0n).buffer(Buffer.alloc(16)).frame());
  await once(first, 'data'); // it is served
  const second = connect(Number(port), host).on('error', () => undefined);
  await new Promise((resolve) => second.on('close', resolve)); // and this one is not
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

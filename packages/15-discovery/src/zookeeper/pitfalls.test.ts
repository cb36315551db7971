// The pitfalls of node-zookeeper-client 1.1.3, row by row of the table on this chapter's
// page, and that we do not fall into them. Rows 8, 11 and 15 do not concern us: we use
// neither authentication nor transactions, and 15 is not a pitfall of the library.

import { EmbeddedZooKeeper, FaultyProxy } from '@bytes-up/embedded-zookeeper';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { Directory } from '../registry/directory';
import { encodeEntry } from '../registry/entry';
import { Registration } from '../registry/registration';
import { until } from '@bytes-up/testkit';
import { parseConnectString } from './connect-string';
import { ZooKeeper, type ZooKeeperOptions } from './zookeeper';

const server = new EmbeddedZooKeeper();
const proxy = new FaultyProxy(() => server.address);
const open: ZooKeeper[] = [];
const entry = { host: 'a.test', port: 1, weight: 100, version: '' };

beforeAll(async () => {
  await server.start();
  await proxy.start();
});

afterEach(async () => {
  jest.restoreAllMocks();
  proxy.heal();
  server.thaw();
  await Promise.all(open.splice(0).map((zookeeper) => zookeeper.close()));
  jest.useRealTimers();
  await server.stop();
  server.wipe();
  await server.start();
});

afterAll(async () => {
  await proxy.close();
  await server.stop();
});

const SESSION_MS = 60_000;
/** What `ZooKeeper` makes of it. */
const OPERATION_MS = SESSION_MS / 3;

/** Its times are long: nothing is too late since the machine is busy. */
function begin(options: ZooKeeperOptions = {}, address = proxy.address): ZooKeeper {
  const zookeeper = new ZooKeeper(address, { sessionTimeoutMs: SESSION_MS, ...options });
  open.push(zookeeper);
  return zookeeper;
}

async function connected(options: ZooKeeperOptions = {}): Promise<ZooKeeper> {
  const zookeeper = begin(options);
  await once(zookeeper, 'connected');
  return zookeeper;
}

/** Its timers run when the test advances them, and only then; so do the server's. */
async function connectedByMadeClock(): Promise<ZooKeeper> {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance'] });
  return connected();
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

test('row 1: a partial frame of a broken connection does no harm', async () => {
  const zookeeper = await connected();
  const session = zookeeper.session;
  const cut = proxy.cutInMidFrame();
  await Promise.all([cut, codeOf(zookeeper.children('/'))]);
  if (!zookeeper.isConnected) await once(zookeeper, 'connected');
  expect(await zookeeper.children('/')).toEqual([]);
  expect(zookeeper.session).toBe(session);
});

test('row 2: a stopped server is detected, and the connection is closed', async () => {
  const zookeeper = await connectedByMadeClock();
  server.freeze();
  const down = once(zookeeper, 'down');
  const children = codeOf(zookeeper.children('/'));
  jest.advanceTimersByTime(OPERATION_MS);
  expect(await children).toBe('OPERATION_TIMEOUT');
  await down;
});

test('row 2: even when no operation is pending', async () => {
  const zookeeper = await connectedByMadeClock();
  // its sessions freeze too, so the server itself would never close this connection
  server.freeze();
  const down = once(zookeeper, 'down');
  jest.advanceTimersByTime(OPERATION_MS); // it asks by itself
  jest.advanceTimersByTime(OPERATION_MS); // and is not answered
  await down;
});

test('row 3: after a session has expired there is a new one, and no operation waits forever', async () => {
  const zookeeper = await connected();
  const session = zookeeper.session ?? 0n;
  server.freeze();
  const pending = codeOf(zookeeper.children('/'));
  proxy.cut();
  expect(await pending).toBe('CONNECTION_LOSS');
  expect(server.expire(session)).toBe(true);
  const again = once(zookeeper, 'connected');
  server.thaw();
  expect(await again).toEqual([{ isNew: true }]);
  expect(zookeeper.session).not.toBe(session);
});

test('row 4: a server that has lost its data does not reject us forever', async () => {
  const zookeeper = await connected();
  await zookeeper.create('/a', Buffer.alloc(0));
  const down = once(zookeeper, 'down');
  await server.stop();
  await down;
  server.wipe();
  const again = once(zookeeper, 'connected');
  const now = performance.now.bind(performance);
  // The session has expired.
  jest.spyOn(performance, 'now').mockImplementation(() => now() + SESSION_MS);
  await server.start();
  expect(await again).toEqual([{ isNew: true }]);
});

test('row 5: without a connection an operation is rejected at once, and not run later', async () => {
  const zookeeper = await connected();
  proxy.silence();
  proxy.cut();
  await once(zookeeper, 'down');
  expect(await codeOf(zookeeper.create('/late', Buffer.alloc(0)))).toBe('CONNECTION_LOSS');
  const again = once(zookeeper, 'connected');
  proxy.heal();
  await again;
  expect(await zookeeper.exists('/late')).toBeUndefined();
});

test('row 5: an operation that did not fit into the connection is not run later either', async () => {
  const zookeeper = await connected();
  proxy.silence();
  const large = Buffer.alloc(500_000);
  const all = Array.from({ length: 40 }, (_, n) => codeOf(zookeeper.create(`/late-${n}`, large)));
  proxy.cut();
  expect(new Set(await Promise.all(all))).toEqual(new Set(['CONNECTION_LOSS']));
  const again = once(zookeeper, 'connected');
  proxy.heal();
  await again;
  expect(await zookeeper.children('/')).toEqual([]);
});

test('row 5: the number of pending operations is bounded', async () => {
  const zookeeper = await connected({ maxPending: 2 });
  const all = [1, 2, 3].map(() => codeOf(zookeeper.children('/')));
  expect(await Promise.all(all)).toEqual(['done', 'done', 'CONNECTION_LOSS']);
});

test('row 6: a node whose creation was never confirmed is found, not created again', async () => {
  const zookeeper = await connected();
  const lost = proxy.loseReplyTo(1, (path) => path.includes('rpc'));
  const registration = new Registration(zookeeper, entry);
  await lost;
  await once(registration, 'registered');
  expect(await zookeeper.children('/demo')).toEqual([registration.path?.slice('/demo/'.length)]);
});

describe('row 7', () => {
  /**
   * Accepts every client, and answers every request with an error that the library does
   * not know.
   */
  let strange: Server;
  let connections = 0;

  beforeEach(async () => {
    connections = 0;
    strange = createServer((socket) => {
      connections++;
      let greeted = false;
      socket.on('error', () => undefined);
      socket.on('data', (frame: Buffer) => {
        const reply = Buffer.alloc(greeted ? 20 : 40);
        reply.writeInt32BE(reply.length - 4);
        if (greeted) {
          frame.copy(reply, 4, 4, 8);
          reply.writeInt32BE(-125, 16); // over quota
        } else {
          reply.writeInt32BE(SESSION_MS, 8);
          reply.writeInt32BE(1, 16);
          reply.writeInt32BE(16, 20);
        }
        greeted = true;
        socket.write(reply);
      });
    });
    strange.listen(0, '127.0.0.1');
    await once(strange, 'listening');
  });

  afterEach(() => strange.close());

  test('an error that the library does not know ends a connection, not the process', async () => {
    const zookeeper = begin({}, `127.0.0.1:${(strange.address() as AddressInfo).port}`);
    await once(zookeeper, 'connected');
    expect(await codeOf(zookeeper.children('/'))).toBe('CONNECTION_LOSS');
    await until('another connection', () => connections > 1);
  });
});

test('row 9: it can be closed before it is connected, and twice', async () => {
  const zookeeper = begin();
  await Promise.all([zookeeper.close(), zookeeper.close()]);
  const other = begin();
  await new Promise(setImmediate);
  await other.close();
  expect(await codeOf(other.children('/'))).toBe('CONNECTION_LOSS');
  await until('no client is connected', () => proxy.connections === 0);
});

test('row 10: a stopped server does not delay close()', async () => {
  const zookeeper = await connectedByMadeClock();
  server.freeze();
  const closed = zookeeper.close();
  jest.advanceTimersByTime(OPERATION_MS);
  await closed;
  expect(zookeeper.isConnected).toBe(false);
});

test('row 12: all watches together fit into one frame, however long their paths are', async () => {
  const zookeeper = await connected();
  const root = `/${'r'.repeat(20_000)}`;
  await zookeeper.mkdirp(root);
  for (let port = 1; port <= 60; port++)
    await zookeeper.create(`${root}/rpc`, encodeEntry({ ...entry, port }), 2);
  const directory = new Directory(zookeeper, { service: { root, name: 'rpc' } });
  try {
    await directory.ready(60_000);
    expect(directory.servers).toHaveLength(60);
    const again = once(zookeeper, 'connected');
    proxy.cut();
    await again;
    await zookeeper.exists('/'); // too large a frame would have closed the connection
    expect(zookeeper.isConnected).toBe(true);
    const changed = once(directory, 'changed'); // a node without a watch is read as well
    await zookeeper.create(`${root}/rpc`, encodeEntry({ ...entry, port: 61 }), 2);
    await changed;
  } finally {
    directory.close();
  }
});

describe('row 13', () => {
  test.each(['[::1]:2181', '', ',', 'host:0', 'host:65536', 'host:port', 'host:1//a', 'host:1/a/'])(
    '%j is not an address of ZooKeeper',
    (text) => {
      expect(() => parseConnectString(text)).toThrow('expected ');
    },
  );

  test('a node without data has an empty buffer, and a missing one is undefined', async () => {
    const zookeeper = await connected();
    await zookeeper.create('/a', Buffer.alloc(0));
    expect(await zookeeper.data('/a')).toHaveLength(0);
    expect(await zookeeper.exists('/none')).toBeUndefined();
  });
});

test('row 14: a change is reported once, however often the connection was lost', async () => {
  const zookeeper = await connected();
  await zookeeper.mkdirp('/demo');
  const directory = new Directory(zookeeper);
  for (let time = 0; time < 3; time++) {
    proxy.cut();
    await once(zookeeper, 'connected');
  }
  await until('it was read', async () => (await directory.ready(100)) && !directory.isStale);
  // The list that the last connection read was answered before these.
  for (let n = 0; n < 2; n++) await zookeeper.exists('/');
  const children = jest.spyOn(zookeeper, 'children');
  const changed = once(directory, 'changed');
  await zookeeper.create('/demo/rpc', encodeEntry(entry), 2);
  await changed;
  await zookeeper.exists('/'); // whatever else was heard came before this
  expect(children).toHaveBeenCalledTimes(1);
  directory.close();
});

test('row 16: a server’s old node, which its dead session still holds, and its new one are one server', async () => {
  const zookeeper = await connected();
  await zookeeper.mkdirp('/demo');
  await zookeeper.create('/demo/rpc', encodeEntry({ ...entry, version: 'old' }), 2);
  // Without our mark: it is left alone.
  await zookeeper.create('/demo/_c_x-rpc', encodeEntry(entry), 2);
  await zookeeper.create('/demo/rpc', encodeEntry({ ...entry, version: 'new' }), 2);
  const directory = new Directory(zookeeper);
  await directory.ready(60_000);
  expect(directory.servers).toEqual([{ ...entry, version: 'new' }]);
  directory.close();
});

describe('a chroot', () => {
  test('is made when it is missing, and is in no path that its user sees', async () => {
    const zookeeper = begin({}, `${server.address}/course/one`);
    await once(zookeeper, 'connected');
    await zookeeper.mkdirp('/demo');
    expect(await zookeeper.create('/demo/rpc', Buffer.alloc(0), 2)).toBe('/demo/rpc0000000000');
    const outside = begin({}, server.address);
    await once(outside, 'connected');
    expect(await outside.children('/course/one/demo')).toEqual(['rpc0000000000']);
  });

  test.each([
    ['a:1,b:2', { servers: 'a:1,b:2', chroot: '' }],
    ['a', { servers: 'a:2181', chroot: '' }],
    ['a/', { servers: 'a:2181', chroot: '' }],
    ['a:1, b:2/x/y', { servers: 'a:1,b:2', chroot: '/x/y' }],
  ])('%j', (text, parsed) => {
    expect(parseConnectString(text)).toEqual(parsed);
  });
});

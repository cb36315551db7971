// A registry that answers with errors.

import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Directory } from './directory';
import { encodeEntry, type ServerEntry } from './entry';
import { Registration } from './registration';
import { ServiceClient } from '../service-client';
import { Permission, RawClient } from '../testing/raw-client';
import { until } from '@bytes-up/testkit';
import { ZooKeeper } from '../zookeeper/zookeeper';
import { ZooKeeperError } from '../zookeeper/zookeeper-error';

const EPHEMERAL_SEQUENTIAL = 3;
const server = new EmbeddedZooKeeper();
const entry: ServerEntry = { host: 'a.test', port: 1, weight: 100, version: '' };
/** How to stop what the test started, the last one first. */
let endings: (() => unknown)[] = [];
let raw: RawClient;

beforeEach(async () => {
  server.wipe();
  await server.start();
  raw = await RawClient.connect(server.address);
});

afterEach(async () => {
  for (const end of endings.reverse()) await end();
  endings = [];
  await raw.close();
  await server.stop();
});

function begin(address = server.address): ZooKeeper {
  const zookeeper = new ZooKeeper(address, { sessionTimeoutMs: 5_000 });
  endings.push(() => zookeeper.close());
  return zookeeper;
}

async function connected(address = server.address): Promise<ZooKeeper> {
  const zookeeper = begin(address);
  await once(zookeeper, 'connected');
  return zookeeper;
}

function register(zookeeper: ZooKeeper, root = '/demo'): Registration {
  const registration = new Registration(zookeeper, entry, { root, name: 'rpc' });
  endings.push(() => registration.leave());
  return registration;
}

function look(zookeeper: ZooKeeper): Directory {
  const directory = new Directory(zookeeper);
  endings.push(() => directory.close());
  return directory;
}

async function read(zookeeper: ZooKeeper): Promise<Directory> {
  const directory = look(zookeeper);
  expect(await directory.ready(10_000)).toBe(true);
  return directory;
}

const add = (zookeeper: ZooKeeper, of: ServerEntry): Promise<string> =>
  zookeeper.create('/demo/rpc', encodeEntry(of), EPHEMERAL_SEQUENTIAL);

describe('below a parent without write permission', () => {
  test.each([
    ['the root of a service is found', '', '/locked/demo'],
    ['so is one below a chroot', '/locked', '/demo'],
  ])('%s: a server registers', async (_what, chroot, root) => {
    const other = await connected();
    await other.mkdirp('/locked/demo');
    await raw.permit('/locked', Permission.READ | Permission.ADMIN);
    const registration = register(begin(`${server.address}${chroot}`), root);
    const failed = jest.fn();
    registration.on('failed', failed);
    await once(registration, 'registered');
    expect(registration.state).toBe('registered');
    expect(failed).not.toHaveBeenCalled();
  });

  test('a root that is missing cannot be made, and the registration says so', async () => {
    await (await connected()).mkdirp('/locked');
    await raw.permit('/locked', Permission.READ | Permission.ADMIN);
    const registration = register(begin(), '/locked/demo');
    const [error] = (await once(registration, 'failed')) as [ZooKeeperError];
    expect(error.message).toBe(
      "create /locked/demo: NO_AUTH, the node's access control list does not permit it",
    );
    expect([registration.state, registration.trouble]).toEqual(['failing', error.message]);
    await raw.permit('/locked', Permission.ALL);
    await once(registration, 'registered');
    expect([registration.state, registration.trouble]).toEqual(['registered', undefined]);
  });
});

describe('a root that cannot be read', () => {
  const WHY = "children of /demo: NO_AUTH, the node's access control list does not permit it";

  test('is told to who registers, and to who looks for servers', async () => {
    await (await connected()).mkdirp('/demo');
    await raw.permit('/demo', Permission.CREATE | Permission.ADMIN);
    const registration = register(begin());
    const directory = look(begin());
    const failed = await Promise.all([once(registration, 'failed'), once(directory, 'failed')]);
    for (const [error] of failed) expect((error as Error).message).toBe(WHY);
    expect([registration.state, directory.isStale, directory.trouble]).toEqual([
      'failing',
      true,
      WHY,
    ]);
    const client = new ServiceClient(directory);
    endings.push(() => client.close());
    await expect(client.call('ping')).rejects.toThrow(`ping: no server is known: ${WHY}`);
    await raw.permit('/demo', Permission.ALL);
    await Promise.all([once(registration, 'registered'), once(directory, 'changed')]);
    expect([directory.isStale, directory.trouble]).toEqual([false, undefined]);
  });

  test('leaves the list as it was', async () => {
    const zookeeper = await connected();
    await zookeeper.mkdirp('/demo');
    await add(zookeeper, entry);
    const directory = await read(zookeeper);
    const failed = once(directory, 'failed');
    await raw.permit('/demo', Permission.CREATE | Permission.ADMIN);
    await add(zookeeper, { ...entry, port: 2 });
    await failed;
    expect(directory.registered).toEqual([entry]);
  });
});

test('a node that cannot be read for a moment does not remove its server', async () => {
  const zookeeper = await connected();
  await zookeeper.mkdirp('/demo');
  await add(zookeeper, entry);
  const directory = await read(zookeeper);
  const data = jest.spyOn(zookeeper, 'data');
  data.mockRejectedValueOnce(new ZooKeeperError('SYSTEM_ERROR', 'data', 'SYSTEM_ERROR'));
  const changed = once(directory, 'changed');
  await add(zookeeper, { ...entry, port: 2 });
  const [error] = (await once(directory, 'failed')) as [ZooKeeperError];
  expect(error.code).toBe('SYSTEM_ERROR');
  expect(directory.registered).toEqual([entry]);
  expect(await changed).toEqual([{ added: [{ ...entry, port: 2 }], removed: [] }]);
});

describe('a node that says something else', () => {
  test.each<[what: string, now: ServerEntry, removed: readonly ServerEntry[]]>([
    ['another weight', { ...entry, weight: 7 }, []],
    ['another version', { ...entry, version: '2' }, []],
    ['another address', { ...entry, port: 2 }, [entry]],
  ])('%s is seen at once', async (_what, now, removed) => {
    const zookeeper = await connected();
    await zookeeper.mkdirp('/demo');
    const path = await add(zookeeper, entry);
    const directory = await read(zookeeper);
    const changed = once(directory, 'changed');
    await raw.setData(path, encodeEntry(now));
    expect(await changed).toEqual([{ added: [now], removed }]);
  });

  test('nonsense, and then an entry again, is seen both times', async () => {
    const zookeeper = await connected();
    await zookeeper.mkdirp('/demo');
    const path = await add(zookeeper, entry);
    await add(zookeeper, { ...entry, port: 2 });
    const directory = await read(zookeeper);
    const passedOver = once(directory, 'passedOver');
    await raw.setData(path, Buffer.from('nonsense'));
    await passedOver;
    await until('it is left out', () => directory.registered.length === 1);
    const changed = once(directory, 'changed');
    await raw.setData(path, encodeEntry(entry));
    expect(await changed).toEqual([{ added: [entry], removed: [] }]);
  });
});

test('a number that is used again, after the root was made anew, is another node', async () => {
  const zookeeper = await connected();
  const other = await connected();
  await zookeeper.mkdirp('/demo');
  const path = await add(zookeeper, entry);
  const directory = await read(zookeeper);
  const children = zookeeper.children.bind(zookeeper);
  let isMadeAnew: () => void = () => undefined;
  const madeAnew = new Promise<void>((resolve) => (isMadeAnew = resolve));
  jest.spyOn(zookeeper, 'children').mockImplementation(async (...args) => {
    await madeAnew; // so that the directory misses the moment without a node
    return children(...args);
  });
  const changed = once(directory, 'changed');
  await other.remove(path);
  await other.remove('/demo');
  await other.mkdirp('/demo');
  const now = { ...entry, port: 2 };
  expect(await add(other, now)).toBe(path);
  isMadeAnew();
  expect(await changed).toEqual([{ added: [now], removed: [entry] }]);
});

describe('a registry that is of no use is not asked all the time', () => {
  let strange: Server;
  let sockets: Set<Socket>;
  let cameAtMs: number[];
  /** What it does with the first frame of a connection, and with each later one. */
  let greet: (socket: Socket) => void;
  let answer: (socket: Socket, request: Buffer) => void;

  const welcome = (socket: Socket, timeoutMs = 5_000): void => {
    const reply = Buffer.alloc(40);
    reply.writeInt32BE(36);
    reply.writeInt32BE(timeoutMs, 8);
    reply.writeInt32BE(1, 16);
    reply.writeInt32BE(16, 20);
    socket.write(reply);
  };

  const reply = (socket: Socket, request: Buffer, code: number): void => {
    const header = Buffer.alloc(20);
    header.writeInt32BE(16);
    request.copy(header, 4, 4, 8);
    header.writeInt32BE(code, 16);
    socket.write(header);
  };

  beforeEach(async () => {
    cameAtMs = [];
    answer = () => undefined;
    sockets = new Set();
    strange = createServer((socket) => {
      cameAtMs.push(performance.now());
      sockets.add(socket);
      let isGreeted = false;
      socket.on('error', () => undefined);
      socket.on('data', (frame: Buffer) => {
        if (isGreeted) answer(socket, frame);
        else greet(socket);
        isGreeted = true;
      });
    });
    strange.listen(0, '127.0.0.1');
    await once(strange, 'listening');
    endings.push(() => {
      for (const socket of sockets) socket.destroy();
      strange.close();
    });
  });

  const NO_NODE = -101;
  const SESSION_EXPIRED = -112;
  const QUOTA = -125;

  test.each<[what: string, why: string, how: () => void]>([
    [
      'that always says that the session has expired',
      'the session has expired',
      () => (greet = (socket) => welcome(socket, 0)),
    ],
    [
      'that ends each connection without a word',
      'the server closed the connection without an answer',
      () => (greet = (socket) => socket.destroy()),
    ],
    [
      'that ends each connection after its greeting',
      'the server closed the connection',
      () => {
        greet = (socket) => {
          welcome(socket);
          socket.end();
        };
      },
    ],
    [
      'that answers each request with an expired session',
      'the session has expired',
      () => {
        greet = (socket) => welcome(socket);
        answer = (socket, request) => reply(socket, request, SESSION_EXPIRED);
      },
    ],
    [
      'that answers one request, and ends the connection',
      'the server closed the connection',
      () => {
        greet = (socket) => welcome(socket);
        answer = (socket, request) => {
          reply(socket, request, NO_NODE);
          socket.end();
        };
      },
    ],
    [
      'that answers with an error that the library does not know',
      'invalid answer: Unknown code: -125',
      () => {
        greet = (socket) => welcome(socket);
        answer = (socket, request) => reply(socket, request, QUOTA);
      },
    ],
  ])('one %s', async (_what, why, how) => {
    how();
    const zookeeper = begin(`127.0.0.1:${(strange.address() as AddressInfo).port}`);
    const told: string[] = [];
    zookeeper.on('trouble', (trouble) => told.push(trouble));
    register(zookeeper);
    await until('it came seven times', () => cameAtMs.length >= 7);
    const [first = 0, last = 0] = [cameAtMs[0], cameAtMs[6]];
    // half of each of six pauses, the shortest that they may be
    expect(last - first).toBeGreaterThan(400);
    expect(told).toContain(why);
    // each reason once, until a connection was a good one
    expect(told.length).toBeLessThan(cameAtMs.length);
  });
});

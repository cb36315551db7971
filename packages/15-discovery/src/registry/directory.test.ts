// A client's list of servers, and what may be wrong in the registry.

import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { EventEmitter, getEventListeners, once } from 'node:events';
import { Directory, type DirectoryOptions, type RegistrySession } from './directory';
import { encodeEntry, keyOf, parseEntry } from './entry';
import { ServiceClient } from '../service-client';
import { until } from '@bytes-up/testkit';
import { ZooKeeper } from '../zookeeper/zookeeper';

const EPHEMERAL_SEQUENTIAL = 3;
const server = new EmbeddedZooKeeper();
let zookeeper: ZooKeeper;
let directories: Directory[] = [];

beforeEach(async () => {
  server.wipe();
  await server.start();
  zookeeper = new ZooKeeper(server.address, { sessionTimeoutMs: 60_000 });
  await once(zookeeper, 'connected');
});

afterEach(async () => {
  for (const directory of directories) directory.close();
  directories = [];
  await zookeeper.close();
  await server.stop();
});

const entryOf = (port: number) => ({ host: 'a.test', port, weight: 100, version: '' });

async function add(port: number, name = 'rpc'): Promise<string> {
  await zookeeper.mkdirp('/demo');
  return zookeeper.create(`/demo/${name}`, encodeEntry(entryOf(port)), EPHEMERAL_SEQUENTIAL);
}

async function read(options: DirectoryOptions = {}): Promise<Directory> {
  const directory = new Directory(zookeeper, options);
  directories.push(directory);
  expect(await directory.ready(60_000)).toBe(true);
  return directory;
}

const portsOf = (directory: Directory): number[] => directory.servers.map(({ port }) => port);

test('servers come and go, and each change is told', async () => {
  const first = await add(1);
  const directory = await read();
  expect(portsOf(directory)).toEqual([1]);
  const came = once(directory, 'changed');
  await add(2);
  expect(await came).toEqual([{ added: [entryOf(2)], removed: [] }]);
  const went = once(directory, 'changed');
  await zookeeper.remove(first);
  expect(await went).toEqual([{ added: [], removed: [entryOf(1)] }]);
  expect(portsOf(directory)).toEqual([2]);
});

test('many may watch one list, and many lists one session, without a warning', async () => {
  const listened = [
    jest.spyOn(EventEmitter.prototype, 'on'),
    jest.spyOn(EventEmitter.prototype, 'once'),
  ];
  const directory = await read();
  const clients = Array.from({ length: 20 }, () => new ServiceClient(directory));
  for (let n = 0; n < 20; n++) await read();
  const emitters = new Set(listened.flatMap(({ mock }) => mock.contexts as EventEmitter[]));
  for (const spy of listened) spy.mockRestore();
  const counts: unknown[] = [];
  for (const emitter of emitters) {
    for (const name of emitter.eventNames()) {
      const count = emitter.listenerCount(name);
      if (count > 10) counts.push([name, count, emitter.getMaxListeners()]);
    }
  }
  expect(counts.sort()).toEqual([
    ['changed', 20, 0],
    ['connected', 21, 0],
    ['notification', 21, 0],
  ]);
  await Promise.all(clients.map((client) => client.close()));
  expect(directory.listenerCount('changed')).toBe(0);
});

test('who waits for the first list may give up', async () => {
  await server.stop();
  const directory = new Directory(zookeeper);
  directories.push(directory);
  const controller = new AbortController();
  const waits = Array.from({ length: 20 }, () => directory.ready(60_000, controller.signal));
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  controller.abort();
  expect(await Promise.all(waits)).toEqual(Array.from({ length: 20 }, () => false));
});

test('waits for a service that no server has registered yet', async () => {
  const directory = await read();
  expect(directory.servers).toEqual([]);
  const changed = once(directory, 'changed');
  await add(1);
  await changed;
  expect(portsOf(directory)).toEqual([1]);
});

test('the list stays when the registry is away', async () => {
  await add(1);
  const directory = await read();
  const down = once(zookeeper, 'down');
  await server.stop();
  await down;
  expect([portsOf(directory), directory.isStale]).toEqual([[1], true]);
});

test('an empty registry is not believed: the last servers are called on', async () => {
  const path = await add(1);
  const directory = await read();
  await zookeeper.remove(path);
  await until('the registry is empty', () => directory.registered.length === 0);
  expect(portsOf(directory)).toEqual([1]);
  const changed = once(directory, 'changed');
  await add(2);
  expect(await changed).toEqual([{ added: [entryOf(2)], removed: [entryOf(1)] }]);
});

test('a change between two readings is not lost, however fast they follow each other', async () => {
  const directory = await read();
  const ports = Array.from({ length: 100 }, (_, n) => n + 1);
  await Promise.all([
    until('all are known', () => directory.servers.length === 100),
    ...ports.map((port) => add(port)),
  ]);
});

test('a server that comes when the list was just read is heard of', async () => {
  await add(1);
  const children = zookeeper.children.bind(zookeeper);
  let readings = 0;
  jest.spyOn(zookeeper, 'children').mockImplementation(async (...args) => {
    const list = await children(...args);
    if (readings++ === 0) await add(2);
    return list;
  });
  const directory = await read({ refreshMs: 1e9 });
  await until('it is known', () => directory.servers.length === 2);
});

test('a node that is gone when it is read is not a server', async () => {
  await add(1);
  const gone = await add(2);
  const data = zookeeper.data.bind(zookeeper);
  jest.spyOn(zookeeper, 'data').mockImplementation(async (path) => {
    if (path === gone) await zookeeper.remove(gone); // between the list and the reading
    return data(path);
  });
  expect(portsOf(await read())).toEqual([1]);
});

test.each([
  ['no JSON', 'host:1'],
  ['no object', '[]'],
  ['nothing', ''],
  ['null', 'null'],
  ['a host that is none', '{"host":"a b","port":1}'],
  ['a port that is none', '{"host":"a","port":65536}'],
  ['a port that is a text', '{"host":"a","port":"1"}'],
  ['a weight of nothing', '{"host":"a","port":1,"weight":0}'],
  ['a version that is long', `{"host":"a","port":1,"version":"${'x'.repeat(101)}"}`],
  ['very much', `{"host":"a","port":1,"more":"${'x'.repeat(5_000)}"}`],
])('an entry that is %s is passed over, and the others are not', async (_name, text) => {
  await add(1);
  await zookeeper.create('/demo/rpc', Buffer.from(text), EPHEMERAL_SEQUENTIAL);
  const passedOver: string[] = [];
  const directory = new Directory(zookeeper);
  directories.push(directory);
  directory.on('passedOver', (node) => passedOver.push(node));
  await directory.ready(60_000);
  expect(portsOf(directory)).toEqual([1]);
  expect(passedOver).toEqual(['rpc0000000001']);
});

test('the booklet’s entry has a weight, and no version', () => {
  const entry = parseEntry(Buffer.from('{"host": "127.0.0.1", "port": 8080}'));
  expect(entry).toEqual({ host: '127.0.0.1', port: 8080, weight: 100, version: '' });
  expect(keyOf(entry)).toBe('127.0.0.1:8080');
});

test('nodes of other services under the same root are not ours', async () => {
  await add(1);
  await add(2, 'rpc-admin');
  await add(3, 'other');
  await add(4, '_c_11111111-2222-3333-4444-555555555555-rpc');
  expect(portsOf(await read())).toEqual([1, 4]);
  expect(portsOf(await read({ service: { root: '/demo', name: 'other' } }))).toEqual([3]);
});

test('so many servers are known, and no more', async () => {
  for (let port = 1; port <= 5; port++) await add(port);
  expect(portsOf(await read({ maxServers: 3 }))).toEqual([1, 2, 3]);
});

test('what it does not hear of it sees when it reads anew', async () => {
  await add(1);
  const directory = await read({ refreshMs: 20 });
  const children = jest.spyOn(zookeeper, 'children');
  await until('it was read again', () => children.mock.calls.length >= 2);
  expect(portsOf(directory)).toEqual([1]);
});

test('who waits for a list that does not come is told so', async () => {
  server.freeze();
  const directory = new Directory(zookeeper);
  directories.push(directory);
  expect(await directory.ready(10)).toBe(false);
  const waiting = directory.ready(60_000);
  directory.close();
  expect(await waiting).toBe(false);
  server.thaw();
});

test('after close() a caller does not wait for the first list', async () => {
  await server.stop();
  await once(zookeeper, 'down');
  const directory = new Directory(zookeeper);
  directory.close();
  expect(await directory.ready(Infinity)).toBe(false);
});

describe('the list is read again without any event', () => {
  /** A registry without servers, and how often it was read. */
  class Empty extends EventEmitter implements RegistrySession {
    readonly isConnected = true;
    readonly trouble = undefined;
    readonly chroot = '';
    reads = 0;
    children(): Promise<string[]> {
      this.reads++;
      return Promise.resolve([]);
    }
    data(): Promise<Buffer> {
      return Promise.reject(new Error('there is no node'));
    }
    exists(): Promise<unknown> {
      return Promise.resolve(undefined);
    }
  }

  test.each([
    ['every 30 s', undefined, 3],
    ['every second', 1_000, 61],
    ['never', 0, 1],
    ['never', Infinity, 1],
    ['never', 2 ** 53, 1],
  ])('%s with a refreshMs of %p', async (_often, refreshMs, reads) => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    const registry = new Empty();
    const directory = new Directory(registry, refreshMs === undefined ? {} : { refreshMs });
    try {
      await jest.advanceTimersByTimeAsync(60_000);
      expect(registry.reads).toBe(reads);
    } finally {
      directory.close();
      jest.useRealTimers();
    }
  });

  test.each([NaN, -1])('a refreshMs of %p is rejected', (refreshMs) => {
    expect(() => new Directory(new Empty(), { refreshMs })).toThrow(
      new RangeError(`refreshMs must be a number from 0, got ${refreshMs}`),
    );
  });
});

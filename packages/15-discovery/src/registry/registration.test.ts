// A place in the registry, and who else may have it.

import { EmbeddedZooKeeper, FaultyProxy } from '@bytes-up/embedded-zookeeper';
import { once } from 'node:events';
import { parseEntry, type ServerEntry } from './entry';
import { Registration } from './registration';
import { until } from '@bytes-up/testkit';
import { ZooKeeper } from '../zookeeper/zookeeper';

const server = new EmbeddedZooKeeper();
const proxy = new FaultyProxy(() => server.address);
const open: ZooKeeper[] = [];
const entry: ServerEntry = { host: 'a.test', port: 1, weight: 50, version: '1.2' };

beforeAll(async () => {
  await server.start();
  await proxy.start();
});

afterEach(() => Promise.all(open.splice(0).map((zookeeper) => zookeeper.close())));

afterAll(async () => {
  await proxy.close();
  await server.stop();
});

/**
 * The session is long: it ends when a test says so, and not since the machine is busy.
 */
async function connected(sessionTimeoutMs = 60_000): Promise<ZooKeeper> {
  const zookeeper = new ZooKeeper(proxy.address, { sessionTimeoutMs });
  open.push(zookeeper);
  await once(zookeeper, 'connected');
  return zookeeper;
}

async function registered(zookeeper: ZooKeeper): Promise<Registration> {
  const registration = new Registration(zookeeper, entry);
  await once(registration, 'registered');
  return registration;
}

test('the node says where the server is, in words that the booklet’s programs can read', async () => {
  const zookeeper = await connected();
  const { path = '' } = await registered(zookeeper);
  expect(path).toMatch(/^\/demo\/_c_[0-9a-f-]{36}-rpc\d{10}$/);
  const data = await zookeeper.data(path);
  expect(JSON.parse(data.toString())).toMatchObject({ host: 'a.test', port: 1 });
  expect(parseEntry(data)).toEqual(entry);
});

test('after a short cut it is the same node still', async () => {
  const registration = await registered(await connected());
  const path = registration.path;
  const lost = once(registration, 'lost');
  proxy.cut();
  await lost;
  expect(registration.path).toBeUndefined();
  expect(await once(registration, 'registered')).toEqual([path]);
});

test('after the session’s end it is another one, and the old one is gone', async () => {
  const zookeeper = await connected();
  const registration = await registered(zookeeper);
  const path = registration.path ?? '';
  server.expire(zookeeper.session ?? 0n);
  await once(registration, 'registered');
  expect(registration.path).not.toBe(path);
  expect(await zookeeper.exists(path)).toBeUndefined();
});

test('who leaves is gone, and does not come back', async () => {
  const zookeeper = await connected();
  const registration = await registered(zookeeper);
  const path = registration.path ?? '';
  await registration.leave();
  proxy.cut();
  await once(zookeeper, 'connected');
  expect(await zookeeper.exists(path)).toBeUndefined();
  expect(registration.path).toBeUndefined();
});

test('who leaves while it is on its way in is gone too', async () => {
  const zookeeper = await connected();
  await new Registration(zookeeper, entry).leave();
  expect(await zookeeper.children('/demo')).toEqual([]);
});

test('who leaves while the registry is away leaves when its session ends', async () => {
  const [zookeeper, other] = [await connected(1_000), await connected()];
  const registration = await registered(zookeeper);
  const path = registration.path ?? '';
  server.freeze();
  await registration.leave();
  const closed = zookeeper.close();
  server.thaw();
  await closed;
  if (!other.isConnected) await once(other, 'connected');
  await until('the node is gone', async () => (await other.exists(path)) === undefined);
});

// The options of a session with the registry, and its end.

import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { once } from 'node:events';
import { ZooKeeper, type ZooKeeperOptions } from './zookeeper';

const server = new EmbeddedZooKeeper();

beforeAll(() => server.start());
afterAll(() => server.stop());

test('close() may be called twice, and both wait for the end of the session', async () => {
  const zookeeper = new ZooKeeper(server.address);
  await once(zookeeper, 'connected');
  await Promise.all([zookeeper.close(), zookeeper.close()]);
  await zookeeper.close();
  expect(zookeeper.isConnected).toBe(false);
});

test('a session timeout without an end is one that a timer can count', async () => {
  const zookeeper = new ZooKeeper(server.address, { sessionTimeoutMs: Infinity });
  try {
    await once(zookeeper, 'connected');
    expect(await zookeeper.exists('/none')).toBeUndefined();
  } finally {
    await zookeeper.close();
  }
});

test.each<[options: object, says: string]>([
  [{ sessionTimeoutMs: NaN }, 'sessionTimeoutMs must be a number from 0, got NaN'],
  [{ sessionTimeoutMs: '10' }, 'sessionTimeoutMs must be a number from 0, got 10'],
  [{ sessionTimeoutMs: 0 }, 'sessionTimeoutMs must be a number from 1, got 0'],
  [{ operationTimeoutMs: 0 }, 'operationTimeoutMs must be a number from 1, got 0'],
  [{ maxPending: -1 }, 'maxPending must be a number from 0, got -1'],
])('options that are out of range are rejected: %j', (options, says) => {
  expect(() => new ZooKeeper(server.address, options as ZooKeeperOptions)).toThrow(
    new RangeError(says),
  );
});

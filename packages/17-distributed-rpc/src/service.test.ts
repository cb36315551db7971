import { Registration, ZooKeeper } from '@bytes-up/discovery';
import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { pingAndPi } from '@bytes-up/protocol';
import { startServer } from '@bytes-up/single-process-async';
import { once } from 'node:events';
import { DistributedClient } from './service';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function registry(): Promise<EmbeddedZooKeeper> {
  const zookeeper = new EmbeddedZooKeeper();
  await zookeeper.start();
  ends.push(() => zookeeper.stop());
  return zookeeper;
}

test('a call whose deadline has passed is not made', async () => {
  let ran = 0;
  const service = { ...pingAndPi, add: { out: 'added', handle: () => ++ran } };
  const server = await startServer({ port: 0, service });
  ends.push(() => server.stop());
  const { address } = await registry();
  const zookeeper = new ZooKeeper(address);
  ends.push(() => zookeeper.close());
  const entry = { host: '127.0.0.1', port: server.address.port, weight: 100, version: '' };
  await once(new Registration(zookeeper, entry), 'registered');
  const client = new DistributedClient(address);
  ends.push(() => client.close());
  expect(await client.call('add')).toBe(1); // so that it has a connection
  for (const timeoutMs of [0, -1])
    await expect(client.call('add', null, { timeoutMs })).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      mayHaveRun: false,
    });
  expect(await client.call('add')).toBe(2);
});

test('close() may be called twice, and ends each call', async () => {
  const { address } = await registry();
  const client = new DistributedClient(address);
  await once(client.zookeeper, 'connected');
  await Promise.all([client.close(), client.close()]);
  await expect(client.call('ping')).rejects.toMatchObject({ code: 'CANCELLED' });
});

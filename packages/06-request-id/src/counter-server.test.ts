import { connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { TestClient } from '@bytes-up/testkit';
import { CounterServer } from './counter-server';

let counter: CounterServer;
let port: number;

beforeEach(async () => {
  counter = new CounterServer();
  await new Promise<void>((resolve) => counter.server.listen(0, '127.0.0.1', resolve));
  ({ port } = counter.server.address() as AddressInfo);
});

afterEach(() => new Promise((resolve) => counter.server.close(resolve)));

test('a key holds on every connection of the server', async () => {
  const request = { in: 'add', params: 5, idempotency_key: 'k' };
  for (let n = 0; n < 3; n++) {
    const client = await TestClient.connect({ host: '127.0.0.1', port });
    expect(await client.call({ ...request, id: n })).toEqual({ out: 'added', result: 5, id: n });
    client.close();
  }
  expect(counter.total).toBe(5);
});

test('processes do not share a table: a retry that reaches another worker runs again', async () => {
  const other = new CounterServer(); // like another worker: it has its own memory
  await new Promise<void>((resolve) => other.server.listen(0, '127.0.0.1', resolve));
  const ports = [port, (other.server.address() as AddressInfo).port];
  for (const each of ports) {
    const client = await TestClient.connect({ host: '127.0.0.1', port: each });
    await client.call({ in: 'add', params: 1, idempotency_key: 'the same' });
    client.close();
  }
  expect(counter.total + other.total).toBe(2);
  await new Promise((resolve) => other.server.close(resolve));
});

test('without a key each call counts, and an invalid request is answered', async () => {
  const client = await TestClient.connect({ host: '127.0.0.1', port });
  await client.call({ in: 'add', params: 1 });
  await client.call({ in: 'add', params: 1 });
  expect(await client.call({ in: 'add', params: 'one' })).toMatchObject({ out: 'error' });
  expect(await client.call({ out: 'no request' })).toMatchObject({ out: 'error' });
  expect(counter.total).toBe(2);
  client.close();
});

test('a body that is not JSON is answered, and a length over the limit closes only its own connection', async () => {
  const good = await TestClient.connect({ host: '127.0.0.1', port });
  const bad = connect({ host: '127.0.0.1', port });
  bad.on('error', () => undefined);
  let came = '';
  bad.on('data', (chunk) => (came += chunk.toString()));
  bad.write(Buffer.from([1, 0, 0, 0, 0x7b]));
  await once(bad, 'data');
  expect(came).toContain('INVALID_ARGUMENT');
  bad.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
  await once(bad, 'close');
  expect(await good.call({ in: 'ping', params: 1 })).toMatchObject({ result: 1 });
  good.close();
});

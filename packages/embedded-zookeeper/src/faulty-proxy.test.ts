import { once } from 'node:events';
import { Socket } from 'node:net';
import { copiedBytes } from '@bytes-up/byte-queue';
import { createClient, CreateMode, type Client } from 'node-zookeeper-client';
import { EmbeddedZooKeeper, FaultyProxy } from '.';
import { ZkConnection } from './server/connection';
import { FrameSplitter } from './wire/frame-splitter';
import { State } from './server/state';

const server = new EmbeddedZooKeeper();
const proxy = new FaultyProxy(() => server.address);
let client: Client;

beforeAll(async () => {
  await server.start();
  await proxy.start();
});

beforeEach(async () => {
  client = createClient(proxy.address, { sessionTimeout: 10_000, spinDelay: 10 });
  client.connect();
  await once(client, 'connected');
});

afterEach(async () => {
  const gone = once(client, 'disconnected');
  client.close();
  await gone;
});

afterAll(async () => {
  await proxy.close();
  await server.stop();
});

const create = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    client.create(path, Buffer.alloc(0), CreateMode.PERSISTENT, (error) => resolve(error === null));
  });
const exists = (path: string): Promise<boolean> =>
  new Promise((resolve) => client.exists(path, (_error, stat) => resolve(Boolean(stat))));

test('forwards everything while no fault is set', async () => {
  expect(await create('/a')).toBe(true);
  expect(await exists('/a')).toBe(true);
  expect(proxy.connections).toBe(1);
});

test('a lost reply: the request took effect, but the client is not told', async () => {
  const lost = proxy.loseReplyTo(1, (path) => path === '/lost');
  expect(await create('/kept')).toBe(true);
  const again = once(client, 'disconnected').then(() => once(client, 'connected'));
  expect(await create('/lost')).toBe(false);
  await Promise.all([lost, again]);
  expect(await exists('/lost')).toBe(true);
});

test('a partition: no byte passes until it heals', async () => {
  proxy.silence();
  let isDone = false;
  const created = create('/late').then(() => (isDone = true));
  for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  expect(isDone).toBe(false);
  proxy.heal();
  await created;
});

describe('the frame splitter', () => {
  const bytes = Buffer.from('00000002aabb0000000000000001cc', 'hex');
  const frames = ['00000002aabb', '00000000', '00000001cc'];

  test('finds the same frames wherever the stream is split', () => {
    for (let at = 0; at <= bytes.length; at++) {
      const splitter = new FrameSplitter();
      const all = [bytes.subarray(0, at), bytes.subarray(at)].flatMap((part) =>
        splitter.push(part),
      );
      expect(all.map((frame) => frame.toString('hex'))).toEqual(frames);
    }
  });

  const largest = Buffer.alloc(4 + 1_048_575);
  largest.writeInt32BE(1_048_575);

  test.each([64 * 1024, 1024, 7])(
    'copies each byte at most twice in chunks of %d bytes',
    (size) => {
      const splitter = new FrameSplitter();
      let frames = 0;
      const copied = copiedBytes(() => {
        for (let at = 0; at < largest.length; at += size)
          frames += splitter.push(largest.subarray(at, at + size)).length;
      });
      expect(frames).toBe(1);
      expect(copied).toBeLessThanOrEqual(2 * largest.length);
    },
  );

  test('does so in a server connection too', () => {
    const socket = new Socket();
    new ZkConnection(socket, new State({ minTimeoutMs: 1, maxTimeoutMs: 1 }), () => undefined);
    const copied = copiedBytes(() => {
      for (let at = 0; at < largest.length - 1; at += 1024)
        socket.emit('data', largest.subarray(at, Math.min(at + 1024, largest.length - 1)));
    });
    expect(copied).toBeLessThanOrEqual(2 * largest.length);
    expect(socket.destroyed).toBe(false);
    socket.destroy();
  });

  test.each(['ffffffff', '00100000', '72756f6b'])('rejects %s as a length', (hex) => {
    expect(() => new FrameSplitter().push(Buffer.from(hex, 'hex'))).toThrow(
      'expected 0 to 1048575',
    );
  });
});

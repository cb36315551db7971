// The client against our front end, against servers that misbehave, and against a real
// Redis where there is one.

import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { launch, typescriptCommand } from '@bytes-up/testkit';
import { RespClient } from './client';
import { hasRedis, startRedis, type RealRedis } from './testing/real-redis';
import { bulk, type RespValue } from './value';

const text = (value: RespValue): string =>
  value.type === 'bulk string' && value.value !== null
    ? value.value.toString()
    : `not a bulk string: ${value.type}`;

test('commands that are sent at once are answered each with its own answer', async () => {
  const { process: server, address } = await launch(typescriptCommand(join(__dirname, 'main.ts')));
  const client = await RespClient.connect(address);
  try {
    const words = Array.from({ length: 200 }, (_, n) => `word ${n}`);
    const answers = await Promise.all(words.map((word) => client.command('ECHO', word)));
    expect(answers.map(text)).toEqual(words);
    await expect(client.command('GET', 'x')).rejects.toThrow("ERR unknown command 'GET'");
    expect(await client.command('PING')).toEqual({ type: 'simple string', value: 'PONG' });
    expect((await client.command('HELLO', '3')).type).toBe('map');
  } finally {
    client.close();
    await server.stop();
  }
});

describe('a server that misbehaves', () => {
  let server: Server;

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  /** A server that sends this reply to every client that sends anything. */
  async function saying(bytes: string): Promise<RespClient> {
    server = createServer((socket) =>
      socket.on('error', () => undefined).once('data', () => socket.end(bytes)),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return RespClient.connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  }

  test.each([
    ['', 'connection closed'],
    ['+half an answ', 'connection closed'],
    [':x\r\n', 'byte 0: expected an integer, got "x"'],
    ['-ERR no\r\n', 'ERR no'],
    ['!6\r\nERR no\r\n', 'ERR no'],
  ])('%j rejects the command once, and the client takes no other', async (bytes, message) => {
    const client = await saying(bytes);
    await expect(client.command('PING')).rejects.toThrow(message);
    await expect(client.command('PING')).rejects.toThrow();
    client.close();
  });

  test('a push is not an answer', async () => {
    const client = await saying('>1\r\n+news\r\n+PONG\r\n');
    expect(await client.command('PING')).toEqual({ type: 'simple string', value: 'PONG' });
    client.close();
  });

  test('commands without an answer are rejected when the client is closed', async () => {
    const client = await saying('');
    const command = client.command('PING');
    client.close();
    await expect(command).rejects.toThrow('client closed');
  });
});

(hasRedis ? describe : describe.skip)('a real Redis (skipped without redis-server)', () => {
  let redis: RealRedis;
  let client: RespClient;

  beforeAll(async () => {
    redis = await startRedis();
    client = await RespClient.connect({ path: redis.path });
  });

  afterAll(async () => {
    client.close();
    await redis.stop();
  });

  test('says what was set, a null for what was not, and an error for what is wrong', async () => {
    expect(await client.command('SET', 'name', 'bytes \r\n up')).toEqual({
      type: 'simple string',
      value: 'OK',
    });
    expect(text(await client.command('GET', 'name'))).toBe('bytes \r\n up');
    expect(await client.command('GET', 'nobody')).toEqual(bulk(null));
    await expect(client.command('INCR', 'name')).rejects.toThrow(/^ERR value is not an integer/);
    expect(await client.command('INCR', 'n')).toEqual({ type: 'integer', value: 1n });
  });

  test('sends arrays in arrays, and a megabyte', async () => {
    await client.command('RPUSH', 'list', 'a', 'b');
    const value = await client.command(
      'EVAL',
      "return {1, {redis.call('LRANGE', 'list', 0, -1)}}",
      '0',
    );
    const list = { type: 'array', value: [bulk('a'), bulk('b')] };
    expect(value).toEqual({
      type: 'array',
      value: [
        { type: 'integer', value: 1n },
        { type: 'array', value: [list] },
      ],
    });
    const large = Buffer.alloc(1_000_000, 'x');
    await client.command('SET', 'large', large);
    const { value: came } = await client.command('GET', 'large');
    expect(large.equals(came as Buffer)).toBe(true);
  });

  test('speaks RESP3 after HELLO 3: maps, sets, doubles, nulls', async () => {
    expect((await client.command('HELLO', '3')).type).toBe('map');
    await client.command('HSET', 'hash', 'key', 'value');
    expect(await client.command('HGETALL', 'hash')).toEqual({
      type: 'map',
      value: [[bulk('key'), bulk('value')]],
    });
    await client.command('SADD', 'set', 'one');
    expect(await client.command('SMEMBERS', 'set')).toEqual({ type: 'set', value: [bulk('one')] });
    await client.command('ZADD', 'sorted', '1.5', 'one');
    expect(await client.command('ZSCORE', 'sorted', 'one')).toEqual({ type: 'double', value: 1.5 });
    expect(await client.command('GET', 'nobody')).toEqual({ type: 'null', value: null });
  });
});

// The front end as other people's tools see it: an unmodified npm client, redis-cli and redis-benchmark.

import { execFile, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { launch, typescriptCommand, type StartedServer } from '@bytes-up/stage';
import { estimatePi } from '@bytes-up/protocol';
import { createClient } from 'redis';
import { encodeCommand } from './encode';

let started: StartedServer;

beforeAll(async () => {
  started = await launch(typescriptCommand(join(__dirname, 'main.ts'), '--test-methods'));
});

afterAll(async () => {
  await started.process.stop(60_000);
  expect(started.process.exited).toEqual({ code: 0, signal: null });
});

/** Sends text, and resolves with what came until the server has ended the connection. */
async function say(text: string): Promise<string> {
  const socket = connect(started.address);
  let came = '';
  socket.on('data', (chunk) => (came += chunk.toString()));
  socket.end(text);
  await once(socket, 'close');
  return came;
}

describe.each([2, 3] as const)('an ordinary client, RESP%d', (RESP) => {
  test('connects, pings, calls, and is told what is wrong', async () => {
    const client = createClient({ socket: started.address, RESP });
    client.on('error', () => undefined);
    await client.connect();
    try {
      expect(await client.ping()).toBe('PONG');
      expect(await client.echo('hello')).toBe('hello');
      const answer = await client.sendCommand<string>(['RPC', 'pi', '1000']);
      expect(JSON.parse(answer)).toBe(estimatePi(1000));
      await expect(client.sendCommand(['RPC', 'pi', '-1'])).rejects.toThrow('INVALID_ARGUMENT');
      await expect(client.sendCommand(['RPC', 'nothing'])).rejects.toThrow('UNIMPLEMENTED');
      await expect(client.get('key')).rejects.toThrow("ERR unknown command 'GET'");
      const many = await Promise.all(Array.from({ length: 500 }, (_, n) => client.echo(`${n}`)));
      expect(many).toEqual(Array.from({ length: 500 }, (_, n) => `${n}`));
    } finally {
      await client.close();
    }
  });
});

test('commands typed by hand are answered in their order', async () => {
  expect(await say('PING\r\nECHO "two words"\r\nRPC ping [1]\r\nQUIT\r\nPING\r\n')).toBe(
    '+PONG\r\n$9\r\ntwo words\r\n$3\r\n[1]\r\n+OK\r\n',
  );
});

test('HELLO switches the version, and refuses others', async () => {
  expect(await say('HELLO 3\r\n')).toMatch(/^%7\r\n\$6\r\nserver\r\n/);
  expect(await say('HELLO\r\n')).toMatch(/^\*14\r\n\$6\r\nserver\r\n/);
  expect(await say('HELLO 4\r\n')).toBe('-NOPROTO unsupported protocol version\r\n');
});

test('bytes that are no RESP are answered and end the connection, and nobody else’s', async () => {
  const other = connect(started.address);
  await once(other, 'connect');
  expect(await say('$x\r\nPING\r\n')).toBe(
    '-ERR Protocol error: byte 0: expected a length, or -1, got "x"\r\n',
  );
  expect(await say('*1\r\n$999999999\r\n')).toMatch(
    /^-ERR Protocol error: .* a length of at most /,
  );
  expect(await say('*1\r\n:1\r\n')).toBe('-ERR expected a command: an array of bulk strings\r\n');
  other.write('PING\r\n');
  expect(String(await once(other, 'data'))).toBe('+PONG\r\n');
  other.destroy();
});

/** Everything that comes until the server has ended the connection, after how many pieces; the client sends no end of its own. */
async function untilEnd(flag: readonly string[], text: string): Promise<string> {
  const server = await launch(
    typescriptCommand(join(__dirname, 'main.ts'), '--test-methods', ...flag),
  );
  try {
    const socket = connect(server.address);
    let came = '';
    socket.on('data', (chunk) => (came += chunk.toString()));
    socket.on('error', () => undefined);
    socket.write(text);
    await new Promise((resolve) => socket.on('close', resolve));
    return came;
  } finally {
    await server.process.stop();
  }
}

describe('time', () => {
  test('an answer does not wait for a slow command behind it', async () => {
    const socket = connect(started.address);
    socket.write(
      Buffer.concat([encodeCommand('PING'), encodeCommand('RPC', 'sleep', '{"ms":60000}')]),
    );
    expect(String(await once(socket, 'data'))).toBe('+PONG\r\n');
    socket.destroy();
  });

  test('a flood of one client does not keep another one waiting to its end', async () => {
    const flood = connect(started.address);
    let answers = 0;
    flood.on('data', (chunk) => (answers += chunk.toString().split('\r\n$').length));
    flood.write('RPC pi 10000000\r\n'.repeat(300)); // seconds of work: a client that stalls does not miss them
    await once(flood, 'data');
    const other = connect(started.address);
    other.write('PING\r\n');
    await once(other, 'data');
    expect(answers).toBeLessThan(300);
    flood.destroy();
    other.destroy();
  });

  test('a command that does not end in time is refused', async () => {
    const came = await untilEnd(['--frame-timeout-ms', '200'], 'PING\r\n*1\r\n$4\r\nPI');
    expect(came).toBe('+PONG\r\n-ERR a command took too long\r\n');
  });

  test('a client that says nothing is let go', async () => {
    expect(await untilEnd(['--idle-timeout-ms', '200'], 'PING\r\n')).toBe('+PONG\r\n');
  });

  test('a client that quits and does not hang up is cut', async () => {
    expect(await untilEnd([], 'QUIT\r\n')).toBe('+OK\r\n');
  });

  test('a client that takes no answers is cut', async () => {
    const words = 'x'.repeat(1_000_000);
    const echo = `*2\r\n$4\r\nECHO\r\n$1000000\r\n${words}\r\n`;
    const flags = ['--write-timeout-ms', '200'];
    const server = await launch(typescriptCommand(join(__dirname, 'main.ts'), ...flags));
    try {
      const socket = connect(server.address).pause(); // never reads
      socket.on('error', () => undefined);
      const closed = new Promise((resolve) => socket.on('close', resolve));
      for (let n = 0; n < 20; n++) socket.write(echo);
      await closed;
    } finally {
      await server.process.stop();
    }
  });
});

const hasTools = spawnSync('redis-cli', ['--version']).status === 0;
const testWithTools = hasTools ? test : test.skip;
const port = (): string[] => ['-p', String(started.address.port)];

testWithTools('redis-cli is content (skipped without redis-tools)', async () => {
  const cli = async (...words: string[]): Promise<string> =>
    (await promisify(execFile)('redis-cli', [...port(), ...words])).stdout.trim();
  expect(await cli('PING')).toBe('PONG');
  expect(await cli('RPC', 'ping', '"hi"')).toBe('"hi"');
  expect(await cli('-3', 'HELLO', '3')).toContain('server');
  expect(await cli('NOTHING')).toContain('ERR unknown command');
});

testWithTools('redis-benchmark is content (skipped without redis-tools)', async () => {
  const args = [...port(), '-t', 'ping', '-n', '2000', '-q'];
  const { stdout } = await promisify(execFile)('redis-benchmark', args);
  expect(stdout).toMatch(/PING_INLINE: [\d.]+ requests per second/);
  expect(stdout).toMatch(/PING_MBULK: [\d.]+ requests per second|PING_BULK: [\d.]+ requests/);
});

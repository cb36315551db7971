// The front end as other people's tools see it: an unmodified npm client, redis-cli and redis-benchmark.

import { execFile, spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { launch, typescriptCommand, type StartedServer } from '@bytes-up/stage';
import { estimatePi } from '@bytes-up/protocol';
import { createClient } from 'redis';

let started: StartedServer;

beforeAll(async () => {
  started = await launch(typescriptCommand(join(__dirname, 'main.ts'), '--test-methods'));
});

afterAll(async () => {
  await started.process.stop();
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

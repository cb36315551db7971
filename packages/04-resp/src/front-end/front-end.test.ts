// The front end with other tools: an unmodified npm client, redis-cli and
// redis-benchmark.

import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import {
  launch,
  runCommand,
  succeeds,
  typescriptCommand,
  type StartedServer,
} from '@bytes-up/testkit';
import { estimatePi } from '@bytes-up/protocol';
import { createClient } from 'redis';
import { encodeCommand } from '../encode';
import { HeldBytes, type Holder } from './held-bytes';

let started: StartedServer;

beforeAll(async () => {
  started = await launch(typescriptCommand(join(__dirname, '../main.ts'), '--test-methods'));
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
  test('connects, pings, calls, and gets errors', async () => {
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

test('commands typed by hand are answered in order', async () => {
  expect(await say('PING\r\nECHO "two words"\r\nRPC ping [1]\r\nQUIT\r\nPING\r\n')).toBe(
    '+PONG\r\n$9\r\ntwo words\r\n$3\r\n[1]\r\n+OK\r\n',
  );
});

test('only Redis’ own white space ends a word, not a byte of another character', async () => {
  expect(await say('ECHO voilà\r\nECHO Россия\r\n')).toBe('$6\r\nvoilà\r\n$12\r\nРоссия\r\n');
});

test('an empty array is not a command and gets no answer', async () => {
  expect(await say('*0\r\n*-1\r\n*1\r\n$4\r\nPING\r\n*-7\r\n')).toBe('+PONG\r\n');
});

test('CLIENT ID is the id in the reply to HELLO, and differs between clients', async () => {
  const both = [await say('HELLO\r\nCLIENT ID\r\n'), await say('HELLO\r\nCLIENT ID\r\n')];
  const numbers = both.map((answers) => Array.from(answers.matchAll(/:(\d+)\r\n/g), ([, n]) => n));
  for (const [version, hello, id] of numbers) {
    expect(version).toBe('2');
    expect(id).toBe(hello);
  }
  expect(numbers[0]?.[1]).not.toBe(numbers[1]?.[1]);
});

test('too many arguments are an error, for RPC too', async () => {
  expect(await say('PING a b\r\nHELLO 3 junk\r\nRPC ping 1 2\r\nRPC\r\n')).toBe(
    "-ERR wrong number of arguments for 'ping' command\r\n" +
      "-ERR Syntax error in HELLO option 'junk'\r\n" +
      "-ERR wrong number of arguments for 'rpc' command\r\n".repeat(2),
  );
});

test('a connection that speaks HTTP is closed without an answer', async () => {
  expect(await say('POST / HTTP/1.1\r\nHost: localhost\r\n\r\nPING\r\n')).toBe('');
});

test('HELLO switches the version and refuses unknown ones', async () => {
  expect(await say('HELLO 3\r\n')).toMatch(/^%7\r\n\$6\r\nserver\r\n/);
  expect(await say('HELLO\r\n')).toMatch(/^\*14\r\n\$6\r\nserver\r\n/);
  expect(await say('HELLO 4\r\n')).toBe('-NOPROTO unsupported protocol version\r\n');
});

test('bytes that are not RESP get an error and close that connection only', async () => {
  const other = connect(started.address);
  await once(other, 'connect');
  expect(await say('*1\r\n$x\r\nPING\r\n')).toBe(
    '-ERR Protocol error: byte 4: expected a length, or -1, got "x"\r\n',
  );
  expect(await say('*1\r\n$999999999\r\n')).toMatch(
    /^-ERR Protocol error: .* a length of at most /,
  );
  expect(await say('*1\r\n:1\r\n')).toBe(
    '-ERR Protocol error: byte 4: expected a bulk string, as each word of a command, got ":1"\r\n',
  );
  expect(await say('x'.repeat(70_000))).toMatch(
    /^-ERR Protocol error: .* a line of at most 65536 bytes/,
  );
  other.write('PING\r\n');
  expect(String(await once(other, 'data'))).toBe('+PONG\r\n');
  other.destroy();
});

/**
 * Everything until the server closes the connection. The client does not close its side.
 */
async function untilEnd(flag: readonly string[], text: string): Promise<string> {
  const server = await launch(
    typescriptCommand(join(__dirname, '../main.ts'), '--test-methods', ...flag),
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
  test('an answer does not wait for a slow command after it', async () => {
    const socket = connect(started.address);
    socket.write(
      Buffer.concat([encodeCommand('PING'), encodeCommand('RPC', 'sleep', '{"ms":60000}')]),
    );
    expect(String(await once(socket, 'data'))).toBe('+PONG\r\n');
    socket.destroy();
  });

  test('a flood from one client does not make another wait until it ends', async () => {
    const flood = connect(started.address);
    let answers = 0;
    flood.on('data', (chunk) => (answers += chunk.toString().split('\r\n$').length));
    flood.write('RPC pi 10000000\r\n'.repeat(300)); // seconds of work
    await once(flood, 'data');
    const other = connect(started.address);
    other.write('PING\r\n');
    await once(other, 'data');
    expect(answers).toBeLessThan(300);
    flood.destroy();
    other.destroy();
  });

  test('a command that is not complete in time is refused', async () => {
    const came = await untilEnd(['--frame-timeout-ms', '200'], 'PING\r\n*1\r\n$4\r\nPI');
    expect(came).toBe('+PONG\r\n-ERR command timeout\r\n');
  });

  test('an idle client is disconnected', async () => {
    let came = '';
    // On a busy machine it may ask too late: then the next one has twice the time.
    for (let ms = 200; came === '' && ms < 20_000; ms *= 2)
      came = await untilEnd(['--idle-timeout-ms', String(ms)], 'PING\r\n');
    expect(came).toBe('+PONG\r\n');
  });

  test('a client that quits and does not close is disconnected', async () => {
    expect(await untilEnd([], 'QUIT\r\n')).toBe('+OK\r\n');
  });

  test('a client that does not read its replies is disconnected', async () => {
    const words = 'x'.repeat(1_000_000);
    const echo = `*2\r\n$4\r\nECHO\r\n$1000000\r\n${words}\r\n`;
    const flags = ['--write-timeout-ms', '200'];
    const server = await launch(typescriptCommand(join(__dirname, '../main.ts'), ...flags));
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

describe('what all clients hold together', () => {
  const maxFrameBytes = 65_536;
  const most = 16 * (maxFrameBytes + 65_536);
  const command = (bytes: number): string => `*1\r\n$65500\r\n${'x'.repeat(bytes)}`;
  let server: StartedServer;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    const flags = ['--max-frame-bytes', String(maxFrameBytes)];
    server = await launch(typescriptCommand(join(__dirname, '../main.ts'), ...flags));
  });

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await server.process.stop();
  });

  function open(text: string): Socket {
    const socket = connect(server.address).on('error', () => undefined);
    sockets.push(socket);
    socket.write(text);
    return socket;
  }

  test('is bounded: the client that holds the most is disconnected, the others are served', async () => {
    const small = open(command(100));
    const answers: string[] = [];
    let wake: () => void = () => undefined;
    for (let n = 0; n < most / 60_000 + 10; n++) {
      let came = '';
      open(command(60_000))
        .on('data', (chunk) => (came += chunk.toString()))
        .on('close', () => {
          answers.push(came);
          wake();
        });
    }
    while (answers.length < 10) await new Promise<void>((resolve) => (wake = resolve));
    expect(new Set(answers)).toEqual(
      new Set(['-ERR all clients together hold too much, and this one the most\r\n']),
    );
    small.write(`${'x'.repeat(65_400)}\r\n`);
    expect(String(await once(small, 'data'))).toMatch(/^-ERR unknown command 'x+'/);
  });

  test('a client that has left no longer counts', async () => {
    const count = Math.floor(most / 65_000) - 2;
    const hold = async (bytes: number): Promise<Socket[]> => {
      const clients = Array.from({ length: count }, () => open(`PING\r\n${command(bytes)}`));
      await Promise.all(clients.map((client) => once(client, 'data')));
      return clients;
    };
    for (const client of await hold(60_000)) {
      client.end();
      await once(client, 'close');
    }
    const clients = await hold(62_000); // more than those before
    const answers = clients.map(async (client) => String(await once(client, 'data')));
    for (const client of clients) client.write(`${'x'.repeat(3_500)}\r\n`);
    for (const answer of await Promise.all(answers))
      expect(answer).toMatch(/^-ERR unknown command 'x+'/);
  });

  test.each([
    ['the largest', [20, 60, 40], [1]],
    ['one after the other', [90, 20, 95], [0, 2]],
    ['one that holds more than all may', [60, 40, 120], [2]],
    ['none, at the bound', [40, 60], []],
  ])('evicted is %s', (_which, bytes, evicted) => {
    const gone: number[] = [];
    const held = new HeldBytes<Holder>(100);
    const holders = bytes.map((_one, n) => ({ evict: () => void gone.push(n) }));
    holders.forEach((holder, n) => held.set(holder, bytes[n] ?? 0));
    expect(gone).toEqual(evicted);
    expect(held.total).toBeLessThanOrEqual(100);
    for (const holder of holders) held.forget(holder);
    expect(held.total).toBe(0);
  });
});

const hasTools = succeeds(['redis-cli', '--version']);
const testWithTools = hasTools ? test : test.skip;
const port = (): string[] => ['-p', String(started.address.port)];

testWithTools('redis-cli works (skipped without redis-tools)', async () => {
  const cli = async (...words: string[]): Promise<string> =>
    (await runCommand(['redis-cli', ...port(), ...words])).stdout.trim();
  expect(await cli('PING')).toBe('PONG');
  expect(await cli('RPC', 'ping', '"hi"')).toBe('"hi"');
  expect(await cli('-3', 'HELLO', '3')).toContain('server');
  expect(await cli('NOTHING')).toContain('ERR unknown command');
});

testWithTools('redis-benchmark works (skipped without redis-tools)', async () => {
  const command = ['redis-benchmark', ...port(), '-t', 'ping', '-n', '2000', '-q'];
  const { stdout } = await runCommand(command);
  expect(stdout).toMatch(/PING_INLINE: [\d.]+ requests per second/);
  expect(stdout).toMatch(/PING_MBULK: [\d.]+ requests per second|PING_BULK: [\d.]+ requests/);
});

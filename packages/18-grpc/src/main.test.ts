// The server of this chapter as a command.

import { connect } from 'node:net';
import { once } from 'node:events';
import { credentials } from '@grpc/grpc-js';
import { estimatePi } from '@bytes-up/protocol';
import { ServerFixture, ServerProcess, typescriptCommand } from '@bytes-up/testkit';
import { join } from 'node:path';
import { BOOKLET_CALC } from './booklet/booklet-calc';
import { HandMadeClient } from './by-hand/client';
import type { GrpcError } from './by-hand/ending/grpc-error';
import { CALC } from './by-hand/methods';
import { PiClient } from './client';
import { all } from './testing/clients';

const fixture = new ServerFixture();
const main = (...flags: readonly string[]): readonly string[] =>
  typescriptCommand(join(__dirname, 'main.ts'), ...flags);

afterEach(() => fixture.clear());

const address = (): string => `127.0.0.1:${fixture.server.address.port}`;

describe.each(['library', 'by-hand'])('--engine %s', (engine) => {
  test('serves calls, and SIGTERM drains it', async () => {
    await fixture.serve(...main('--engine', engine));
    const client = new PiClient(address());
    expect(await client.calc(1_000)).toBe(estimatePi(1_000));
    const call = client.raw.calcEach();
    const first = once(call, 'data');
    call.write({ n: 1 });
    await first;
    const ended = once(call, 'end');
    const stopped = fixture.stop();
    const second = once(call, 'data');
    call.write({ n: 2 });
    call.end();
    expect(await second).toEqual([{ value: estimatePi(2) }]);
    await ended;
    expect(await stopped).toEqual({ code: 0, signal: null });
    client.close();
  });

  test.each([
    ['random bytes', Buffer.from('00ff13a7c2d4998811', 'hex')],
    ['HTTP/1', Buffer.from('GET / HTTP/1.1\r\nhost: a\r\n\r\n')],
    [
      'a frame that is too long',
      Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\x00\x00\x00\x00\x00\x01', 'latin1'),
    ],
  ])('%s on the port close only their own connection', async (_name, bytes) => {
    await fixture.serve(...main('--engine', engine));
    const client = new PiClient(address());
    await client.calc(1);
    const { port } = fixture.server.address;
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined).resume();
    socket.write(bytes);
    await once(socket, 'close');
    expect(await client.calc(2)).toBe(estimatePi(2));
    client.close();
  });
});

describe.each(['library', 'by-hand'])('--engine %s with few files', (engine) => {
  const [FILES, CLIENTS] = [64, 80];

  test('connections that are served continue, others are rejected, and later there is room again', async () => {
    const limited = ['bash', '-c', `ulimit -n ${FILES}; exec "$@"`, '-'];
    const server = await fixture.serve(...limited, ...main('--engine', engine));
    const clients = Array.from(
      { length: CLIENTS },
      () => new HandMadeClient(`http://${address()}`),
    );
    try {
      const calls = clients.map((client) => client.unary(CALC, 1).catch(codeOf));
      const answers = await Promise.all(calls);
      const served = clients.filter((_, i) => answers[i] === estimatePi(1));
      expect(new Set(answers)).toEqual(new Set([estimatePi(1), 'UNAVAILABLE']));
      for (const client of served) expect(await client.unary(CALC, 2)).toBe(estimatePi(2));
      const said = server.log.filter((line) => line.includes('connections'));
      expect(said).toEqual([expect.stringMatching(/limited to \d+ connections: ulimit -n is 64$/)]);
      expect(served).toHaveLength(Number(/limited to (\d+)/.exec(said[0] ?? '')?.[1]));
    } finally {
      await Promise.all(clients.map((client) => client.close()));
    }
    const late = new HandMadeClient(`http://${address()}`);
    while ((await late.unary(CALC, 1).catch(codeOf)) === 'UNAVAILABLE');
    await late.close();
    expect(await fixture.stop()).toMatchObject({ code: 0 });
  });
});

const codeOf = ({ code }: GrpcError): string => code;

test('--calc stream serves the method of the booklet’s second program', async () => {
  await fixture.serve(...main('--calc', 'stream'));
  const client = new HandMadeClient(`http://${address()}`);
  const answers = await all(client.stream(BOOKLET_CALC, [1, 2]));
  expect(answers).toEqual([1, 2].map((n) => ({ n, value: estimatePi(n) })));
  await client.close();
});

test('--security tls prints its certificate, and speaks TLS', async () => {
  const server = await fixture.serve(...main('--security', 'tls'));
  await server.logged(/END CERTIFICATE/);
  const certificate = Buffer.from(server.stderr);
  const client = new PiClient(
    `localhost:${fixture.server.address.port}`,
    credentials.createSsl(certificate),
  );
  expect(await client.calc(1)).toBe(estimatePi(1));
  client.close();
});

test.each([
  [['--engine', 'by-hand', '--security', 'tls'], '--security tls is for --engine library'],
  [['--engine', 'steam'], "argument 'steam' is invalid"],
])('%j is one line and exit code 2', async (flags, why) => {
  const server = new ServerProcess(main(...flags));
  expect(await server.finished(60_000)).toEqual({ code: 2, signal: null });
  expect(server.stderr).toContain(why);
});

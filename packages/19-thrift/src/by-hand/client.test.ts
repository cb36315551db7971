// Failures of the client by hand: its connection, its deadline, an invalid reply.

import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { stall } from '@bytes-up/testkit';
import { WIRES } from '../wire';
import type { Wire } from '../wire';
import { HandMadeClient } from './client';
import { writeOutcome, type Outcome } from './pi-messages';
import { envelope, MessageStream, writerFor } from './transport';

const WIRE: Wire = { protocol: 'compact', transport: 'framed' };
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Call {
  readonly socket: Socket;
  readonly seqid: number;
  /** The number of earlier calls, on all connections. */
  readonly before: number;
  readonly reply: (outcome: Outcome, to?: number) => void;
}

/** A server that handles each call as the test says, and a client for it. */
async function start(onCall: (call: Call) => void, wire = WIRE, port = 0, allowHalfOpen = false) {
  const sockets: Socket[] = [];
  let before = 0;
  const server = createServer({ allowHalfOpen }, (socket) => {
    sockets.push(socket.on('error', () => undefined));
    const stream = new MessageStream(wire.protocol, wire.transport, 1_000_000);
    socket.on('data', (chunk) =>
      stream.push(chunk, (reader) => {
        const { seqid, name } = reader.message();
        const reply = (outcome: Outcome, to = seqid): void => {
          const writer = writerFor(wire.protocol);
          writeOutcome(writer, name, to, outcome);
          socket.write(envelope(writer.bytes(), wire.transport));
        };
        onCall({ socket, seqid, before: before++, reply });
      }),
    );
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const bound = (server.address() as AddressInfo).port;
  return { ...connected(bound, wire), port: bound, sockets };
}

function connected(port: number, wire = WIRE): { readonly client: HandMadeClient } {
  const client = new HandMadeClient(port, wire);
  ends.push(() => client.close());
  return { client };
}

/** A port on which no server listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.each(WIRES)('a lost connection, $protocol, $transport', (wire) => {
  test.each<[string, (socket: Socket) => unknown]>([
    ['ended', (socket) => socket.end()],
    ['reset', (socket) => socket.resetAndDestroy()],
    [
      'ended within a reply',
      (socket) => socket.end(envelope(half(wire), wire.transport).subarray(0, -1)),
    ],
  ])(
    '%s: each call in flight fails with it, and the next one connects again',
    async (_how, lose) => {
      const { client, sockets } = await start(({ socket, before, reply }) => {
        if (before === 1) lose(socket);
        if (before === 2) reply({ value: 'again' });
      }, wire);
      const lost = await Promise.allSettled([client.ping('1'), client.ping('2')]);
      for (const one of lost)
        expect(one).toMatchObject({ reason: { code: 'UNAVAILABLE', retryable: false } });
      expect(await client.ping('3')).toBe('again');
      expect(sockets).toHaveLength(2);
    },
  );
});

/** A reply that matches no call. */
function half({ protocol }: Wire): Buffer {
  const writer = writerFor(protocol);
  writeOutcome(writer, 'ping', 99, { value: 'x' });
  return writer.bytes();
}

describe('a refused connection', () => {
  test('the call is retryable, and close() returns', async () => {
    const { client } = connected(await freePort());
    await expect(client.ping('x')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      retryable: true,
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
    await client.close();
  });

  test('close() returns while it connects, and its call ends', async () => {
    const { client } = connected(await freePort());
    const call = expect(client.ping('x')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await client.close();
    await call;
    await expect(client.ping('x')).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('once the server is there, the same client connects', async () => {
    const port = await freePort();
    const { client } = connected(port);
    await expect(client.ping('x')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await start(({ reply }) => reply({ value: 'there' }), WIRE, port);
    expect(await client.ping('x')).toBe('there');
  });

  test('a one-way call is lost without an error', async () => {
    const { client } = connected(await freePort());
    client.note('x');
    await expect(client.ping('x')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

test('close() returns even if the server does not close its side', async () => {
  let came = (): void => undefined;
  const called = new Promise<void>((resolve) => (came = resolve));
  const { client } = await start(() => came(), WIRE, 0, true);
  const call = expect(client.ping('x')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await called;
  await client.close();
  await call;
});

describe('a timeout', () => {
  test('that is not a number is rejected, and nothing is sent', async () => {
    const { client, sockets } = await start(({ reply }) => reply({ value: 'x' }));
    for (const call of [client.ping('x', NaN), client.calc(1, NaN)])
      await expect(call).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(await client.ping('x')).toBe('x');
    expect(sockets).toHaveLength(1);
  });

  test('ends the call; its late reply is dropped, and the next call gets its own', async () => {
    let late: Call | undefined;
    const { client } = await start((call) => {
      if (late !== undefined) {
        late.reply({ value: 'late' });
        call.reply({ value: 'mine' });
      }
      late = call;
    });
    await expect(client.ping('x', 5)).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: 'no answer within 5 ms',
    });
    expect(await client.ping('x')).toBe('mine');
  });

  test('expires only after everything that has arrived was read', async () => {
    let first: Call | undefined;
    const { client } = await start((call) => {
      first ??= call;
      if (call === first) call.reply({ value: 'first' });
    });
    await client.ping('x');
    await new Promise(setImmediate); // the next turn of the loop begins with timers
    const second = client.ping('x', 5);
    first?.reply({ value: 'in time' }, first.seqid + 1); // it is in the kernel at once
    stall(50);
    expect(await second).toBe('in time');
  });
});

describe('a reply that cannot be read', () => {
  test.each<[string, Wire, string]>([
    ['another protocol', WIRE, '00000004' + '80010002'],
    ['a frame of 2 GB', WIRE, '7fffffff'],
    ['HTTP', { protocol: 'json', transport: 'buffered' }, '48545450'],
    ['HTTP', { protocol: 'binary', transport: 'buffered' }, '48545450'],
  ])('%s: INTERNAL, and the next call connects again', async (_name, wire, hex) => {
    const { client } = await start(({ socket, before, reply }) => {
      if (before === 0) socket.write(Buffer.from(hex, 'hex'));
      else reply({ value: 'again' });
    }, wire);
    await expect(client.ping('x')).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('at byte 0: expected') as string,
    });
    expect(await client.ping('x')).toBe('again');
  });

  test.each<[string, string]>([
    ['no result', '0470696e67' + '00'],
    ['a list for a text', '0470696e67' + '0900' + '15' + '02' + '00'],
    ['an end within the text', '0470696e67' + '0800' + '7f'],
  ])('%s: only its own call is INTERNAL', async (_name, body) => {
    const { client, sockets } = await start(({ socket, seqid, before, reply }) => {
      if (before > 0) return reply({ value: 'fine' });
      const bytes = Buffer.concat([Buffer.from([0x82, 0x41, seqid]), Buffer.from(body, 'hex')]);
      socket.write(envelope(bytes, 'framed'));
    });
    const [bad, good] = await Promise.allSettled([client.ping('1'), client.ping('2')]);
    expect(bad).toMatchObject({ reason: { code: 'INTERNAL' } });
    expect(good).toMatchObject({ value: 'fine' });
    expect(sockets).toHaveLength(1);
  });

  test('a string instead of a number, and a number instead of a string', async () => {
    const { client } = await start(({ before, reply }) => reply({ value: before === 0 ? 'x' : 1 }));
    for (const call of [client.calc(1), client.ping('x')])
      await expect(call).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});

test.each([
  [1, 'UNIMPLEMENTED'],
  [6, 'INTERNAL'],
  [0, 'INTERNAL'],
])('a failure of Thrift of type %d is %s', async (type, code) => {
  const { client } = await start(({ reply }) => reply({ failure: 'no', type }));
  await expect(client.ping('x')).rejects.toMatchObject({ code, message: 'no' });
});

test.each([1.5, 2 ** 31, NaN])('calc(%d) is not an i32, so it is not sent', async (n) => {
  const { client, sockets } = await start(({ reply }) => reply({ value: 'x' }));
  await expect(client.calc(n)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  expect(await client.ping('x')).toBe('x');
  expect(sockets).toHaveLength(1);
});

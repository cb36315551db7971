// The connection of the client by hand when it is lost, refused or closed, or gets
// GOAWAY. The calls in flight end with a code, and the next call connects again.

import type { ServerHttp2Stream } from 'node:http2';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { BlackHole } from '../testing/black-hole';
import { ANSWER, codeOf, failureOf, GRPC, succeed } from '../testing/calls';
import { frame, frameStub, http2Stub, words, type Stub } from '../testing/stub-server';
import { HandMadeClient } from './client';
import { CALC, CALC_EACH } from './methods';

let stub: Stub;
let client: HandMadeClient;

async function begin(starting: Promise<Stub>): Promise<void> {
  stub = await starting;
  client = new HandMadeClient(stub.url);
}

afterEach(async () => {
  await client.close();
  await stub.stop();
});

describe('a connection that ends', () => {
  const first = (end: (stream: ServerHttp2Stream) => void) => {
    let calls = 0;
    return http2Stub((stream) => (++calls === 1 ? end(stream) : succeed(stream)));
  };

  test.each<[string, () => Promise<Stub>]>([
    ['lost', () => first(() => stub.cut())],
    ['ended', () => first((stream) => stream.session?.destroy())],
    ['with GOAWAY and an error', () => first((stream) => stream.session?.goaway(2))],
  ])(
    '%s: the call in flight is UNAVAILABLE, and the next one connects again',
    async (_name, start) => {
      await begin(start());
      expect(await failureOf(client.unary(CALC, 1))).toMatchObject({ code: 'UNAVAILABLE' });
      expect(await client.unary(CALC, 1)).toBe(3);
      expect(stub.connections()).toBe(2);
    },
  );

  test('a call after the last stream of GOAWAY has no effect, and the next one connects again', async () => {
    await begin(
      frameStub((stream, connection) =>
        connection === 1
          ? frame('GOAWAY', 0, words(0, 0)) // the last stream, and NO_ERROR
          : frame('RST_STREAM', stream, words(8)),
      ),
    );
    expect(await failureOf(client.unary(CALC, 1))).toMatchObject({
      code: 'UNAVAILABLE',
      message: 'RST_STREAM: REFUSED_STREAM',
    });
    expect(await failureOf(client.unary(CALC, 1))).toMatchObject({ code: 'CANCELLED' });
    expect(stub.connections()).toBe(2);
  });

  test('after GOAWAY the call in flight is answered, and the next one connects again', async () => {
    let finish: () => void = () => undefined;
    await begin(
      first((stream) => {
        finish = () => succeed(stream);
        stream.session?.goaway(0, stream.id);
      }),
    );
    const call = client.unary(CALC, 1);
    // The server rejects the streams until GOAWAY has arrived.
    while ((await client.unary(CALC, 1).catch(codeOf)) === 'UNAVAILABLE');
    expect(stub.connections()).toBe(2);
    finish();
    expect(await call).toBe(3);
  });

  test('in the middle of a stream: the responses that had arrived are delivered', async () => {
    await begin(
      http2Stub((stream) => {
        stream.respond(GRPC, { waitForTrailers: true });
        stream.write(ANSWER);
      }),
    );
    const answers = client.stream(CALC_EACH, [1]);
    expect(await answers.next()).toEqual({ done: false, value: 3 });
    const next = failureOf(answers.next());
    await stub.stop();
    expect(await next).toMatchObject({ code: 'UNAVAILABLE' });
    await begin(http2Stub(succeed));
  });
});

describe('close', () => {
  /** A port on which no server listens. */
  async function freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
  }

  test('returns after a refused connection, also when called twice', async () => {
    await begin(http2Stub(succeed));
    const refused = new HandMadeClient(`http://127.0.0.1:${await freePort()}`);
    for (let times = 0; times < 2; times++)
      expect(await failureOf(refused.unary(CALC, 1))).toMatchObject({
        code: 'UNAVAILABLE',
        message: expect.stringContaining('ECONNREFUSED') as string,
      });
    await refused.close();
    await refused.close();
  });

  test('returns while a connection is being refused, and before any call', async () => {
    await begin(http2Stub(succeed));
    const refused = new HandMadeClient(`http://127.0.0.1:${await freePort()}`);
    const failed = failureOf(refused.unary(CALC, 1));
    await refused.close();
    expect(await failed).toMatchObject({ code: 'UNAVAILABLE' });
    await new HandMadeClient(stub.url).close();
  });

  test('returns although the server never closes its side', async () => {
    let served: Socket | undefined;
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      served = socket.on('error', () => undefined).resume();
      socket.write(
        Buffer.concat([frame('SETTINGS', 0, Buffer.alloc(0)), frame('GOAWAY', 0, words(0, 0))]),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const its = new HandMadeClient(`http://127.0.0.1:${port}`);
    expect(await failureOf(its.unary(CALC, 1))).toMatchObject({ code: 'UNAVAILABLE' });
    await its.close();
    served?.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  test('lets the call in flight finish, and starts no other', async () => {
    await begin(http2Stub(succeed));
    const answered = client.unary(CALC, 1);
    const closed = client.close();
    expect(await answered).toBe(3);
    await closed;
    const error = await failureOf(client.unary(CALC, 1));
    expect(error).toMatchObject({ code: 'CANCELLED', message: 'client closed' });
  });

  test('returns after a call that ended before it was connected', async () => {
    await begin(http2Stub(succeed));
    const hole = new BlackHole();
    const unheard = new HandMadeClient(`http://127.0.0.1:${hole.port}`);
    try {
      expect(await failureOf(unheard.unary(CALC, 1, 1))).toMatchObject({
        code: 'DEADLINE_EXCEEDED',
      });
    } finally {
      await unheard.close();
      hole.close();
    }
  });

  test.each([1_000, 1_000_000])(
    'returns after a page of %d bytes that was not read',
    async (bytes) => {
      await begin(
        http2Stub((stream) => {
          stream.respond({ ':status': 503 });
          stream.end('x'.repeat(bytes));
        }),
      );
      await failureOf(client.unary(CALC, 1));
      await client.close();
    },
  );

  test('returns after responses of which only the first was read', async () => {
    await begin(
      http2Stub((stream) => {
        succeed(stream, Buffer.concat(Array<Buffer>(3_000).fill(ANSWER)));
      }),
    );
    const answers = client.stream(CALC_EACH, [1]);
    await answers.next();
    await answers.return(undefined);
    await client.close();
  });
});

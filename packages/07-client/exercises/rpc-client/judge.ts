// Judges my/rpc/client.ts. The server is a part of the judge: each case says what it does
// with the requests that come.

import { once } from 'node:events';
import net from 'node:net';
import type { Json, JsonObject } from '@bytes-up/protocol';
import {
  CaseFailed,
  codeOf,
  defineJudge,
  expectCode,
  expectEqual,
  FrameBuffer,
  frames,
  later,
  show,
  type JudgedCase,
} from '@bytes-up/testkit';

interface Client {
  call(method: string, params: Json, options?: { timeoutMs?: number }): Promise<Json>;
  close(): void;
}

interface Exports {
  connect: (address: { host: string; port: number }) => Promise<Client>;
}

const CALL = 'Stage 1: a call';
const MANY = 'Stage 2: many calls';
const DEADLINES = 'Stage 3: deadlines';
const END = 'Stage 4: the end';
/** A call that has not ended by then hangs, in milliseconds of machine time. */
const HANGS_MS = 1_500;
/** So long that no case waits for it, in milliseconds. */
const NO_TIME = 60_000;
const MAX_FRAME_BYTES = 4 * 1024 * 1024;

export const judge = defineJudge<Exports>({
  caseLimitMs: 15_000,
  stages: [
    {
      title: 'a call',
      names: ['connect'],
      cases: [
        game(CALL, 'the request is one frame', async ({ client, server }) => {
          const call = outcomeOf(client.call('ping', 'hello'));
          const request = await server.request(1);
          const given = `call('ping', 'hello')`;
          expectEqual(`${given}; in`, 'ping', request['in']);
          expectEqual(`${given}; params`, 'hello', request['params']);
          const { id } = request;
          if (typeof id !== 'string' && typeof id !== 'number')
            throw new CaseFailed({ given, expected: 'a request with an id', came: show(request) });
          server.send({ out: 'pong', result: 'hello', id });
          expectEqual(`${given}, answered with "hello"`, { result: 'hello' }, await call);
        }),
        game(CALL, 'one call after the other', async ({ client, server }) => {
          server.answerAll();
          for (const params of [1, null, [true], { a: 'é' }]) {
            const given = `call('ping', ${show(params)})`;
            expectEqual(given, { result: params }, await outcomeOf(client.call('ping', params)));
          }
        }),
        game(CALL, 'an answer that is an error', async ({ client, server }) => {
          const call = outcomeOf(client.call('pi', -1));
          const { id = null } = await server.request(1);
          const result = { code: 'INVALID_ARGUMENT', message: 'no', retryable: false };
          server.send({ out: 'error', result, id });
          expectEqual(`call('pi', -1), refused`, { code: 'INVALID_ARGUMENT' }, await call);
        }),
        {
          title: 'no server at that port',
          section: CALL,
          run: async ({ connect }) => {
            const { port, stop } = await startServer();
            await stop(); // now nothing listens there
            await expectCode('connect, and nothing listens there', 'UNAVAILABLE', () =>
              connect({ host: '127.0.0.1', port }),
            );
          },
        },
      ],
    },
    {
      title: 'many calls',
      names: ['connect'],
      cases: [
        game(MANY, 'a hundred calls at once', async ({ client, server }) => {
          const calls = count(100).map((n) => outcomeOf(client.call('ping', n)));
          const given = 'a hundred calls of one moment, answered when all have come';
          const requests = await server.requests(100);
          expectEqual(`${given}; different ids`, 100, new Set(requests.map(({ id }) => id)).size);
          for (const request of [...requests].reverse()) server.send(pong(request));
          for (const [n, call] of calls.entries())
            expectEqual(`${given}, in reverse; call ${n}`, { result: n }, await call);
        }),
        game(MANY, 'answers that are cut at every byte', async ({ client, server }) => {
          const calls = ['one', 'two'].map((text) => outcomeOf(client.call('ping', text)));
          const bytes = frames(...(await server.requests(2)).map(pong));
          for (const byte of bytes) await server.write(Buffer.from([byte]));
          const given = 'two answers, one byte at a time';
          expectEqual(`${given}; call 1`, { result: 'one' }, await calls[0]);
          expectEqual(`${given}; call 2`, { result: 'two' }, await calls[1]);
        }),
        game(MANY, 'two answers in one piece', async ({ client, server }) => {
          const calls = ['one', 'two'].map((text) => outcomeOf(client.call('ping', text)));
          await server.write(frames(...(await server.requests(2)).map(pong)));
          const given = 'two answers in one piece';
          expectEqual(`${given}; call 1`, { result: 'one' }, await calls[0]);
          expectEqual(`${given}; call 2`, { result: 'two' }, await calls[1]);
        }),
        game(MANY, 'an answer of 100,000 bytes', async ({ client, server }) => {
          server.answerAll();
          const text = 'é'.repeat(50_000);
          const came = await outcomeOf(client.call('ping', text));
          expectEqual(`call('ping', 50,000 times é)`, { result: text }, came);
        }),
      ],
    },
    {
      title: 'deadlines',
      names: ['connect'],
      cases: [
        game(DEADLINES, 'the server is told how long the caller waits', async (playing) => {
          const { client, server } = playing;
          server.answerAll();
          const came = await outcomeOf(client.call('ping', 1, { timeoutMs: NO_TIME }));
          const given = `a call with timeoutMs ${NO_TIME}`;
          expectEqual(`${given}, answered`, { result: 1 }, came);
          expectEqual(`${given}; timeout_ms`, NO_TIME, (await server.request(1))['timeout_ms']);
        }),
        game(DEADLINES, 'no answer comes', async ({ client, server }) => {
          const startedAtMs = performance.now();
          const came = await outcomeOf(client.call('ping', 1, { timeoutMs: 60 }));
          const tookMs = performance.now() - startedAtMs;
          const given = 'a call with timeoutMs 60, never answered';
          expectEqual(given, { code: 'DEADLINE_EXCEEDED' }, came);
          if (tookMs < 58) {
            const expected = 'the error after 60 ms';
            throw new CaseFailed({ given, expected, came: `after ${Math.floor(tookMs)} ms` });
          }
          await server.request(1);
        }),
        game(DEADLINES, 'its answer comes late, and another call goes on', async (playing) => {
          const { client, server } = playing;
          const late = outcomeOf(client.call('ping', 'late', { timeoutMs: 30 }));
          const other = outcomeOf(client.call('ping', 'other'));
          const given = 'a call with timeoutMs 30, and another; both answered after that';
          expectEqual(given, { code: 'DEADLINE_EXCEEDED' }, await late);
          for (const request of await server.requests(2)) server.send(pong(request));
          expectEqual(`${given}; the other`, { result: 'other' }, await other);
          const again = outcomeOf(client.call('ping', 'again'));
          server.send(pong(await server.request(3)));
          expectEqual(`${given}; the next call`, { result: 'again' }, await again);
        }),
        game(DEADLINES, 'a call that ends in time leaves no timer', async (playing) => {
          const { client, server } = playing;
          server.answerAll();
          const before = timers();
          for (const n of count(5)) await client.call('ping', n, { timeoutMs: NO_TIME });
          const given = `five calls with timeoutMs ${NO_TIME}, answered; timers that are left`;
          await new Promise(setImmediate);
          expectEqual(given, 0, Math.max(0, timers() - before));
        }),
      ],
    },
    {
      title: 'the end',
      names: ['connect'],
      cases: [
        ending('the server ends the connection', 'UNAVAILABLE', ({ server }) => server.end()),
        ending('the server resets the connection', 'UNAVAILABLE', ({ server }) => server.reset()),
        ending('the connection ends inside a frame', 'UNAVAILABLE', async ({ server }) => {
          await server.write(Buffer.from('2600', 'hex'));
          server.end();
        }),
        ending('the client is closed', 'CANCELLED', ({ client }) => client.close()),
        ending('a length over the limit', 'RESOURCE_EXHAUSTED', ({ server }) =>
          server.write(Buffer.from('01004000', 'hex')),
        ),
        ending('an answer that is not JSON', 'INTERNAL', ({ server }) =>
          server.write(Buffer.from('04000000706f6e67', 'hex')),
        ),
        ending('an answer without an id', 'INTERNAL', ({ server }) =>
          server.write(frames({ out: 'pong', result: 1 })),
        ),
        game(END, 'after a broken answer the client ends the connection', async (playing) => {
          const { client, server } = playing;
          const call = outcomeOf(client.call('ping', 1));
          await server.request(1);
          await server.write(Buffer.from('04000000706f6e67', 'hex'));
          await call;
          await server.clientLeft();
        }),
        game(END, 'after close the connection is gone', async ({ client, server }) => {
          client.close();
          await server.clientLeft();
        }),
      ],
    },
  ],
});

interface Playing {
  readonly client: Client;
  readonly server: ScriptedServer;
}

type Ended =
  | { result: Json }
  | { code: string }
  | { 'an error without a code': string }
  | { 'still in flight after': string };

/**
 * How a call ended. One that hangs is no more than that: the others must still be told.
 */
async function outcomeOf(call: Promise<Json>): Promise<Ended> {
  try {
    const hangs = later(HANGS_MS).then(() => ({ 'still in flight after': `${HANGS_MS} ms` }));
    return await Promise.race([call.then((result) => ({ result })), hangs]);
  } catch (error) {
    const code = codeOf(error);
    return code === undefined ? { 'an error without a code': show(error) } : { code };
  }
}

function game(
  section: string,
  title: string,
  play: (playing: Playing) => Promise<void>,
): JudgedCase<Exports> {
  return {
    title,
    section,
    run: async ({ connect }) => {
      const { port, stop, accepted } = await startServer();
      let client: Client | undefined;
      try {
        client = await connect({ host: '127.0.0.1', port });
        await play({ client, server: await accepted });
      } finally {
        client?.close();
        await stop();
      }
    },
  };
}

/** Two calls in flight, then an end, then one more call. */
function ending(
  title: string,
  code: string,
  end: (playing: Playing) => unknown,
): JudgedCase<Exports> {
  return game(END, title, async (playing) => {
    const { client, server } = playing;
    const calls = [1, 2].map((n) => outcomeOf(client.call('ping', n, { timeoutMs: NO_TIME })));
    await server.requests(2);
    await end(playing);
    for (const [at, call] of calls.entries())
      expectEqual(`two calls in flight: ${title}; call ${at + 1}`, { code }, await call);
    const later = await outcomeOf(client.call('ping', 3, { timeoutMs: NO_TIME }));
    expectEqual(`${title}; a later call`, { code }, later);
  });
}

async function startServer(): Promise<{
  port: number;
  accepted: Promise<ScriptedServer>;
  stop: () => Promise<void>;
}> {
  const listener = net.createServer({ allowHalfOpen: true, noDelay: true });
  const sockets: net.Socket[] = [];
  const accepted = new Promise<ScriptedServer>((resolve) => {
    listener.on('connection', (socket) => {
      sockets.push(socket);
      resolve(new ScriptedServer(socket));
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    listener.close();
    await once(listener, 'close');
  };
  return { port: (listener.address() as net.AddressInfo).port, accepted, stop };
}

/** One connection of a client, seen from the server. */
class ScriptedServer {
  readonly #came: JsonObject[] = [];
  readonly #buffer = new FrameBuffer();
  readonly #left: Promise<unknown>;
  #changed: () => void = () => undefined;
  #answersAll = false;

  constructor(private readonly socket: net.Socket) {
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', () => undefined);
    this.#left = Promise.race([once(socket, 'end'), once(socket, 'close')]);
    this.#left.catch(() => undefined);
  }

  /** The request that came as number `at`, counted from 1. */
  async request(at: number): Promise<JsonObject> {
    return (await this.requests(at))[at - 1] as JsonObject;
  }

  /** All requests, once so many have come. */
  async requests(wanted: number): Promise<readonly JsonObject[]> {
    let isLate = false;
    void later(HANGS_MS).then(() => {
      isLate = true;
      this.#changed();
    });
    while (this.#came.length < wanted && !isLate)
      await new Promise<void>((resolve) => (this.#changed = resolve));
    if (this.#came.length >= wanted) return this.#came;
    const came = `${this.#came.length} in ${HANGS_MS} ms`;
    throw new CaseFailed({ expected: `${wanted} requests at the server`, came });
  }

  answerAll(): void {
    this.#answersAll = true;
  }

  send(answer: JsonObject): void {
    this.socket.write(frames(answer));
  }

  /** One piece. Resolves when the kernel has it, so that the next one is another. */
  async write(bytes: Uint8Array): Promise<void> {
    await new Promise((resolve) => this.socket.write(bytes, resolve));
  }

  end(): void {
    this.socket.end();
  }

  reset(): void {
    this.socket.resetAndDestroy();
  }

  async clientLeft(): Promise<void> {
    const left = await Promise.race([this.#left.then(() => true), later(HANGS_MS)]);
    if (left !== undefined) return;
    const came = `it is still open after ${HANGS_MS} ms`;
    throw new CaseFailed({ expected: 'the end of the connection', came });
  }

  #read(chunk: Buffer): void {
    this.#buffer.push(chunk);
    const length = this.#buffer.announced() ?? 0;
    if (length > MAX_FRAME_BYTES) {
      const came = `a length of ${length} bytes: ${show(this.#buffer.peek(12))}`;
      throw new CaseFailed({ expected: 'a frame with a request', came });
    }
    while (this.#buffer.hasFrame()) {
      const text = this.#buffer.takeFrame().toString();
      const request = parse(text);
      this.#came.push(request);
      if (this.#answersAll) this.send(pong(request));
    }
    this.#changed();
  }
}

function parse(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    const came = `a body that is not JSON: ${text.slice(0, 60)}`;
    throw new CaseFailed({ expected: 'a frame with a request', came });
  }
}

function pong({ params = null, id = null }: JsonObject): JsonObject {
  return { out: 'pong', result: params, id };
}

function count(n: number): number[] {
  return Array.from({ length: n }, (_, at) => at);
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

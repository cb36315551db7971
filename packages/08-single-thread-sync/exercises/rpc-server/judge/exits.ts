// Stage 4, before the suite: what most often keeps a program from exiting.

import { setTimeout as delay } from 'node:timers/promises';
import { expectInTime, withServer } from '@bytes-up/conformance';
import {
  CaseFailed,
  frames,
  machineClock,
  reset,
  TestClient,
  type Exit,
  type JudgedCase,
  type ServerProcess,
} from '@bytes-up/testkit';

const STOP = 'Stage 4: the stop';
/** The task allows two seconds; the rest is for the machine. In ms of machine time. */
const EXITS_WITHIN_MS = 4_000;
/** Far more than the kernel's buffers of both sides hold (about 20 MiB on Linux). */
const FLOOD_BYTES = 64 * 1024 * 1024;
const TEXT = 'x'.repeat(60_000);
/** After this long without progress, it has stopped reading. In ms of machine time. */
const STALLED_MS = 500;
const POLL_MS = 20;
/**
 * A client that pauses for a second does not keep sending, so what it shows proves
 * nothing. In milliseconds, and how often it is tried.
 */
const MOST_PAUSE_MS = 500;
const ATTEMPTS = 5;

export const exits: readonly JudgedCase<object>[] = [
  {
    title: 'an idle connection does not delay the exit',
    section: STOP,
    run: (_exports, learner) =>
      withServer(learner, async (address, server) => {
        const client = await TestClient.connect(address);
        try {
          await client.call({ in: 'ping', id: 1 });
          server.signal('SIGTERM');
          await exitsInTime(server, 'a client that is connected and idle; SIGTERM', () =>
            client.ended ? '0 connections are open' : '1 connection is open',
          );
        } finally {
          client.close();
        }
      }),
  },
  {
    title: 'a client that resets while the server waits for it does not delay the exit',
    section: STOP,
    run: (_exports, learner) =>
      withServer(learner, async (address, server) => {
        const client = await TestClient.connect(address);
        try {
          await floodUntilStalled(client);
          reset(client.socket);
          const other = await TestClient.connect(address);
          await other.call({ in: 'ping', id: 1 }); // the server has seen the reset by now
          other.close();
          server.signal('SIGTERM');
          const given = 'a client that sends, reads nothing and resets; then SIGTERM';
          await exitsInTime(server, given, () => 'no connection is open');
        } finally {
          client.close();
        }
      }),
  },
  {
    title: 'a client that keeps sending does not delay the exit',
    section: STOP,
    run: async (_exports, learner) => {
      let pauseMs = Infinity;
      for (let attempt = 0; attempt < ATTEMPTS && pauseMs > MOST_PAUSE_MS; attempt++)
        await withServer(learner, async (address, server) => {
          const client = await TestClient.connect(address);
          let sender: Sender | undefined;
          try {
            await client.call({ in: 'ping', id: 1 });
            sender = new Sender(client);
            server.signal('SIGTERM');
            const given = `a client that sends a ping every ${POLL_MS} ms and does not close; SIGTERM`;
            await exitsInTime(server, given, () => '1 connection is open');
          } finally {
            pauseMs = sender?.stop() ?? 0;
            client.close();
          }
        });
    },
  },
  {
    title: 'a client that connects after the signal is not served',
    section: STOP,
    run: (_exports, learner) =>
      withServer(learner, async (address, server) => {
        // The server closes its side and waits for this client to close, too.
        const first = await TestClient.connect(address);
        try {
          await first.call({ in: 'ping', id: 1 });
          server.signal('SIGTERM');
          const given = 'SIGTERM; when the first client sees the end, another one sends a ping';
          await expectInTime(given, 'the end of the connection', first.end());
          if (!(await isServed(address))) return;
          throw new CaseFailed({ given, expected: 'no answer to it', came: 'an answer' });
        } finally {
          first.close();
        }
      }),
  },
];

/**
 * Whether a new client gets an answer. The kernel may complete a connection that the
 * server never accepts, so a connection alone says nothing.
 */
async function isServed(address: { host: string; port: number }): Promise<boolean> {
  let client: TestClient;
  try {
    client = await TestClient.connect(address);
  } catch {
    return false; // ECONNREFUSED
  }
  try {
    // UNAVAILABLE is a refusal, too
    return (await client.call({ in: 'ping', id: 2 })).out === 'pong';
  } catch {
    return false; // closed or reset, at the latest when the server exits
  } finally {
    client.close();
  }
}

/** Sends a ping now and then. */
class Sender {
  #sentAtMs = performance.now();
  #longestMs = 0;
  readonly #timer: NodeJS.Timeout;

  constructor({ socket }: TestClient) {
    this.#timer = setInterval(() => {
      this.#measure();
      socket.write(frames({ in: 'ping', id: 2 }));
    }, POLL_MS);
  }

  /** @returns the longest pause between two of them, in milliseconds */
  stop(): number {
    clearInterval(this.#timer);
    this.#measure();
    return this.#longestMs;
  }

  #measure(): void {
    const nowMs = performance.now();
    this.#longestMs = Math.max(this.#longestMs, nowMs - this.#sentAtMs);
    this.#sentAtMs = nowMs;
  }
}

async function exitsInTime(
  server: ServerProcess,
  given: string,
  whatIsOpen: () => string,
): Promise<void> {
  const exit = await server.exit(EXITS_WITHIN_MS);
  if (exit?.code === 0) return;
  const expected = 'the exit with code 0, within 2 s';
  const came =
    exit === undefined
      ? `the process still runs after ${EXITS_WITHIN_MS / 1000} s; ${whatIsOpen()}`
      : describeExit(exit);
  // otherwise it ends when the client closes, and the report would say so
  if (exit === undefined) await server.stop(0);
  throw new CaseFailed({ given, expected, came });
}

function describeExit({ code, signal }: Exit): string {
  return signal === null ? `the exit with code ${code}` : `the end by ${signal}`;
}

/** Sends calls without reading answers until the server stops reading. */
async function floodUntilStalled({ socket }: TestClient): Promise<void> {
  socket.pause();
  const calls = frames({ in: 'ping', params: TEXT });
  for (let bytes = 0; bytes < FLOOD_BYTES; bytes += calls.length) socket.write(calls);
  let left = socket.writableLength;
  let changedAtMs = machineClock.now();
  while (machineClock.now() - changedAtMs < STALLED_MS) {
    await delay(POLL_MS);
    if (socket.writableLength === left) continue;
    left = socket.writableLength;
    changedAtMs = machineClock.now();
  }
  if (left > 0) return;
  const expected = 'a server that stops reading from a client that does not read';
  throw new CaseFailed({ expected, came: `it read ${FLOOD_BYTES} bytes` });
}

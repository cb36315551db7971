// serveConnection blocks, and so do these tests: what a client would do in time is done
// beforehand, and waits in the kernel.

import * as posix from '@bytes-up/posix';
import { encodeFrame, FrameDecoder } from '@bytes-up/codec';
import {
  close,
  MSG_DONTWAIT,
  nanosleep,
  send,
  SHUT_WR,
  shutdown,
  SystemError,
} from '@bytes-up/posix';
import { DEFAULT_LIMITS, pingAndPi, syncTestMethods, type Limits } from '@bytes-up/protocol';
import { serveContext, StopFlag } from '@bytes-up/server-kit';
import { frames } from '@bytes-up/testkit';
import { subject } from './testing/subject';
import { tcpPair } from './testing/tcp-pair';

jest.mock('@bytes-up/posix', () => {
  const actual = jest.requireActual<typeof posix>('@bytes-up/posix');
  return {
    ...actual,
    trySend: jest.fn(actual.trySend),
    tryRecv: jest.fn(actual.tryRecv),
    setsockopt: jest.fn(actual.setsockopt),
  };
});

const actual = jest.requireActual<typeof posix>('@bytes-up/posix');
const log: string[] = [];
let client: number;
let server: number;

beforeEach(() => {
  log.length = 0;
  jest.mocked(posix.trySend).mockClear();
  jest.mocked(posix.tryRecv).mockClear();
  ({ client, server } = tcpPair());
});

afterEach(() => {
  close(client);
  jest.mocked(posix.trySend).mockImplementation(actual.trySend);
  jest.mocked(posix.tryRecv).mockImplementation(actual.tryRecv);
  jest.mocked(posix.setsockopt).mockImplementation(actual.setsockopt);
});

/**
 * Serves the server's end until it is closed.
 * @param asked whether the server is to stop.
 */
function serve(limits: Partial<Limits> = {}, asked: () => boolean = () => false): void {
  const all = { ...DEFAULT_LIMITS, lingerMs: 50, ...limits };
  const service = { ...pingAndPi, ...syncTestMethods() };
  const stop = new StopFlag(all.graceMs, asked);
  const context = serveContext({ service, limits: all, log: (line) => log.push(line), stop });
  subject().serveConnection(server, 'it', context);
}

/** What the server has sent, as values. */
function answers(): unknown[] {
  const decoder = new FrameDecoder(DEFAULT_LIMITS);
  const room = Buffer.alloc(1024 * 1024);
  for (let count = posix.recv(client, room); count > 0; count = posix.recv(client, room)) {
    decoder.push(Buffer.from(room.subarray(0, count)));
  }
  const values: unknown[] = [];
  for (let body = decoder.next(); body !== undefined; body = decoder.next()) {
    values.push(JSON.parse(body.toString()));
  }
  return values;
}

const pings = (count: number): object[] =>
  Array.from({ length: count }, (_, i) => ({ in: 'ping', params: i }));

test('all requests of one recv are answered in one send', () => {
  send(client, frames(...pings(100)));
  shutdown(client, SHUT_WR);
  serve();
  expect(answers()).toEqual(pings(100).map((_, i) => ({ out: 'pong', result: i })));
  expect(posix.trySend).toHaveBeenCalledTimes(1);
});

test('an unknown method and a handler that throws are answered, and the next call is served', () => {
  send(client, frames({ in: 'nope' }, { in: 'fail' }, { in: 'ping', params: 'still here' }));
  shutdown(client, SHUT_WR);
  serve();
  expect(answers()).toMatchObject([
    { result: { code: 'UNIMPLEMENTED' } },
    { result: { code: 'INTERNAL' } },
    { out: 'pong', result: 'still here' },
  ]);
  expect(log.at(-1)).toBe('it closed: client closed its sending side');
});

test('a length over the limit is answered at once, and nothing is kept for it', () => {
  send(client, Buffer.concat([frames({ in: 'ping' }), Buffer.alloc(4, 0xff)]));
  const keptBytes = keptWhileClosing();
  serve();
  // no buffer of that length, nor of the limit's
  expect(keptBytes()).toBeLessThan(1024 * 1024);
  expect(answers()).toMatchObject([{ out: 'pong' }, { result: { code: 'RESOURCE_EXHAUSTED' } }]);
  expect(log.at(-1)).toMatch(/^it closed: frame length 4294967295 exceeds maxFrameBytes 4194304/);
});

describe('time', () => {
  test('half a frame is waited for until its time is up, and closed without an answer', () => {
    send(client, frames({ in: 'ping' }).subarray(0, 7));
    const tookMs = time(() => serve({ frameTimeoutMs: 150 }));
    expect(tookMs).toBeGreaterThanOrEqual(150);
    expect(answers()).toEqual([]);
    expect(log.at(-1)).toBe('it closed: frame timeout after 150 ms');
  });

  test('the time of a frame counts in all, whatever comes in between', () => {
    const frame = frames({ in: 'ping', params: 'x'.repeat(400) });
    send(client, frame.subarray(0, 7));
    // Each recv has one byte more, as from a client that sends one now and then.
    let at = 7;
    jest.mocked(posix.tryRecv).mockImplementation((fd, bytes, flags) => {
      nanosleep(1);
      if (at < frame.length) at += send(client, frame.subarray(at, at + 1));
      // or a server that takes all of it would wait for ever
      else shutdown(client, SHUT_WR);
      return actual.tryRecv(fd, bytes, flags);
    });
    serve({ frameTimeoutMs: 150 });
    expect(answers()).toEqual([]);
    expect(log.at(-1)).toBe('it closed: frame timeout after 150 ms');
  });

  test('an idle client is closed after idleTimeoutMs', () => {
    const tookMs = time(() => serve({ idleTimeoutMs: 150 }));
    expect(tookMs).toBeGreaterThanOrEqual(150);
    expect(log.at(-1)).toBe('it closed: idle timeout after 150 ms');
  });

  test('a client that takes no answers is cut: send had blocked all the time', () => {
    const blob = { in: 'blob', params: { bytes: 4_000_000 } };
    send(client, frames(...Array.from({ length: 8 }, () => blob)));
    const tookMs = time(() => serve({ writeTimeoutMs: 200 }));
    expect(tookMs).toBeGreaterThanOrEqual(200);
    expect(log.at(-1)).toBe('it closed: client is not reading');
  });

  test('a client that does not close is waited for lingerMs, no longer', () => {
    const waits = waitsOf(posix.SO_RCVTIMEO);
    const tookMs = time(() => serve({ idleTimeoutMs: 1, lingerMs: 150 }));
    expect(tookMs).toBeGreaterThanOrEqual(150);
    // a call that wakes a moment early is followed by a short one
    expect(waits()).toBeLessThanOrEqual(1 + 150 + 10);
  });
});

describe('what happened while this process could not run', () => {
  const LIMITS = { frameTimeoutMs: 50, writeTimeoutMs: 50 };
  const ping = frames({ in: 'ping' });
  /**
   * A call of the kernel during which the process is stopped, and `meanwhile` happens.
   */
  const stopped = (meanwhile: () => void) => (): 'EAGAIN' => {
    meanwhile();
    for (const endMs = performance.now() + 100; performance.now() < endMs;);
    return 'EAGAIN';
  };

  test('the rest of a frame that came is in time', () => {
    send(client, ping.subarray(0, 7));
    jest
      .mocked(posix.tryRecv)
      .mockImplementationOnce(actual.tryRecv)
      .mockImplementationOnce(
        stopped(() => {
          send(client, ping.subarray(7));
          shutdown(client, SHUT_WR);
        }),
      );
    serve(LIMITS);
    expect(answers()).toEqual([{ out: 'pong', result: null }]);
    expect(log.at(-1)).toBe('it closed: client closed its sending side');
  });

  test('it looks once, or a byte at a time could be sent for ever', () => {
    send(client, encodeFrame(Buffer.alloc(1_000_000)).subarray(0, 7));
    let isDripping = false;
    jest.mocked(posix.tryRecv).mockImplementation((fd, room, flags) => {
      const count = actual.tryRecv(fd, room, flags);
      if (isDripping) send(client, Buffer.alloc(1));
      return count;
    });
    jest
      .mocked(posix.tryRecv)
      .mockImplementationOnce(actual.tryRecv)
      .mockImplementationOnce(stopped(() => (isDripping = send(client, Buffer.alloc(1)) > 0)));
    serve({ ...LIMITS, lingerMs: 0 });
    expect(log.at(-1)).toBe(`it closed: frame timeout after ${LIMITS.frameTimeoutMs} ms`);
  });

  test('room for an answer is used before the client is given up', () => {
    send(client, ping);
    shutdown(client, SHUT_WR);
    jest.mocked(posix.trySend).mockImplementationOnce(stopped(() => undefined));
    serve(LIMITS);
    expect(answers()).toEqual([{ out: 'pong', result: null }]);
  });
});

test('a reset is the end of the connection and not of the server', () => {
  posix.setsockopt(client, posix.SOL_SOCKET, posix.SO_LINGER, 0);
  send(client, frames({ in: 'ping' }).subarray(0, 7));
  close(client);
  serve();
  expect(log.at(-1)).toBe('it closed: connection lost (ECONNRESET)');
  ({ client } = tcpPair()); // for afterEach
});

describe('stop', () => {
  test('what the kernel had received is refused, and nothing more is waited for', () => {
    send(client, frames({ in: 'ping', id: 1 }, { in: 'ping', oneway: true }));
    serve({}, () => true);
    const result = { code: 'UNAVAILABLE', message: 'the server is stopping', retryable: true };
    expect(answers()).toEqual([{ out: 'error', result, id: 1 }]);
    expect(log.at(-1)).toBe('it closed: server is stopping');
  });

  test('a client that takes nothing is cut when the grace is over', () => {
    const blob = { in: 'blob', params: { bytes: 4_000_000 } };
    send(client, frames(...Array.from({ length: 8 }, () => blob)));
    let looks = 0;
    const waits = waitsOf(posix.SO_SNDTIMEO);
    let waitedBefore = 0;
    // The first look is before the requests are read: after it the server is asked to
    // stop.
    serve({ graceMs: 300 }, () => {
      if (++looks <= 2) return false;
      // asked for once: a stop that was noticed is not asked for again
      waitedBefore = waits();
      return true;
    });
    expect(waits() - waitedBefore).toBeLessThanOrEqual(300);
    expect(log.at(-1)).toBe('it closed: grace period expired');
  });
});

test('the descriptor is closed in the end', () => {
  shutdown(client, SHUT_WR);
  serve();
  expect(() => posix.recv(server, Buffer.alloc(1), MSG_DONTWAIT)).toThrow(SystemError);
  expect(() => posix.recv(server, Buffer.alloc(1), MSG_DONTWAIT)).toThrow('EBADF');
});

/**
 * The longest that the calls of the server's end may have blocked from now on: the sum of
 * the time-outs that the socket had in the calls that one of them ended. It is the
 * server's own doing: a busy machine makes fewer calls of it, never more.
 */
function waitsOf(option: typeof posix.SO_RCVTIMEO | typeof posix.SO_SNDTIMEO): () => number {
  let timeoutMs = 0;
  let sumMs = 0;
  jest.mocked(posix.setsockopt).mockImplementation((fd, level, name, value) => {
    if (fd === server && name === option) timeoutMs = value;
    actual.setsockopt(fd, level, name, value);
  });
  const [mock, call] =
    option === posix.SO_RCVTIMEO
      ? [jest.mocked(posix.tryRecv), actual.tryRecv]
      : [jest.mocked(posix.trySend), actual.trySend];
  mock.mockImplementation((fd, bytes, flags) => {
    const count = call(fd, bytes, flags);
    const isDone = typeof count === 'number' && (call === actual.tryRecv || count === bytes.length);
    const mayBlock = ((flags ?? 0) & MSG_DONTWAIT) === 0;
    if (mayBlock && !isDone) sumMs += timeoutMs;
    return count;
  });
  return () => sumMs;
}

/**
 * The most bytes outside of the heap, where buffers are, in the calls of recv from the
 * second one on; more than now.
 */
function keptWhileClosing(): () => number {
  const bytesBefore = process.memoryUsage().external;
  const seen: number[] = [];
  jest.mocked(posix.tryRecv).mockImplementation((fd, bytes, flags) => {
    seen.push(process.memoryUsage().external - bytesBefore);
    return actual.tryRecv(fd, bytes, flags);
  });
  return () => Math.max(...seen.slice(1));
}

function time(work: () => void): number {
  const startedAtMs = performance.now();
  work();
  return performance.now() - startedAtMs;
}

test('a client that sends as fast as it is read does not hold the stop: no more is read than the kernel could hold', () => {
  const { tryRecv } = jest.requireActual<typeof posix>('@bytes-up/posix');
  const piece = frames({ in: 'ping', oneway: true, params: 'x'.repeat(60_000) });
  let waitingBytes = 0;
  jest.mocked(posix.tryRecv).mockImplementation((fd, buffer, flags = 0) => {
    if (flags !== MSG_DONTWAIT) return tryRecv(fd, buffer, flags);
    waitingBytes += piece.length;
    return piece.copy(buffer);
  });
  try {
    shutdown(client, SHUT_WR);
    const most = posix.getsockopt(server, posix.SOL_SOCKET, posix.SO_RCVBUF) + piece.length;
    serve({}, () => true);
    expect(waitingBytes).toBeGreaterThan(0);
    expect(waitingBytes).toBeLessThanOrEqual(most);
  } finally {
    jest.mocked(posix.tryRecv).mockImplementation(tryRecv);
  }
  expect(log.at(-1)).toBe('it closed: server is stopping');
});

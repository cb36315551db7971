// serveConnection blocks, and so do these tests. So what the client sends is sent
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
import { frames, stall } from '@bytes-up/testkit';
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
 * @param stopRequested polled by the stop flag
 */
function serve(limits: Partial<Limits> = {}, stopRequested: () => boolean = () => false): void {
  const all = { ...DEFAULT_LIMITS, lingerMs: 50, ...limits };
  const service = { ...pingAndPi, ...syncTestMethods() };
  const stop = new StopFlag(all.graceMs, stopRequested);
  const context = serveContext({ service, limits: all, log: (line) => log.push(line), stop });
  subject().serveConnection(server, 'it', context);
}

/** All answers that the server has sent, decoded. */
function answers(): unknown[] {
  const decoder = new FrameDecoder(DEFAULT_LIMITS);
  const buffer = Buffer.alloc(1024 * 1024);
  for (let count = posix.recv(client, buffer); count > 0; count = posix.recv(client, buffer)) {
    decoder.push(Buffer.from(buffer.subarray(0, count)));
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

test('a length over the limit is answered at once, and nothing is buffered for it', () => {
  send(client, Buffer.concat([frames({ in: 'ping' }), Buffer.alloc(4, 0xff)]));
  const bufferedBytes = bufferedWhileClosing();
  serve();
  // neither a buffer of that length nor one of the limit's
  expect(bufferedBytes()).toBeLessThan(1024 * 1024);
  expect(answers()).toMatchObject([{ out: 'pong' }, { result: { code: 'RESOURCE_EXHAUSTED' } }]);
  expect(log.at(-1)).toMatch(/^it closed: frame length 4294967295 exceeds maxFrameBytes 4194304/);
});

describe('time', () => {
  test('half a frame is closed without an answer after frameTimeoutMs', () => {
    send(client, frames({ in: 'ping' }).subarray(0, 7));
    const tookMs = time(() => serve({ frameTimeoutMs: 150 }));
    expect(tookMs).toBeGreaterThanOrEqual(150);
    expect(answers()).toEqual([]);
    expect(log.at(-1)).toBe('it closed: frame timeout after 150 ms');
  });

  test('the frame timeout limits the whole frame, even if bytes keep coming', () => {
    const frame = frames({ in: 'ping', params: 'x'.repeat(400) });
    send(client, frame.subarray(0, 7));
    // Each recv finds one more byte, as from a client that sends one now and then.
    let at = 7;
    jest.mocked(posix.tryRecv).mockImplementation((fd, bytes, flags) => {
      nanosleep(1);
      if (at < frame.length) at += send(client, frame.subarray(at, at + 1));
      // without this, a server that accepts the whole frame would wait forever
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

  test('a client that is not reading is closed after writeTimeoutMs; until then send blocks', () => {
    const blob = { in: 'blob', params: { bytes: 4_000_000 } };
    send(client, frames(...Array.from({ length: 8 }, () => blob)));
    const tookMs = time(() => serve({ writeTimeoutMs: 200 }));
    expect(tookMs).toBeGreaterThanOrEqual(200);
    expect(log.at(-1)).toBe('it closed: client is not reading');
  });

  test('the server waits lingerMs for the client to close, and no longer', () => {
    const waits = waitsOf(posix.SO_RCVTIMEO);
    const tookMs = time(() => serve({ idleTimeoutMs: 1, lingerMs: 150 }));
    expect(tookMs).toBeGreaterThanOrEqual(150);
    // a call may wake a moment early, and a short one follows
    expect(waits()).toBeLessThanOrEqual(1 + 150 + 10);
  });
});

describe('what happened while this process could not run', () => {
  const LIMITS = { frameTimeoutMs: 50, writeTimeoutMs: 50 };
  const ping = frames({ in: 'ping' });
  /** A system call during which the process is stopped, and `meanwhile` happens. */
  const stopped = (meanwhile: () => void) => (): 'EAGAIN' => {
    meanwhile();
    stall(100);
    return 'EAGAIN';
  };

  test('bytes that arrived while the process could not run are in time', () => {
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

  test('after a deadline it reads once more and no further, even if bytes keep coming', () => {
    send(client, encodeFrame(Buffer.alloc(1_000_000)).subarray(0, 7));
    let isDripping = false;
    jest.mocked(posix.tryRecv).mockImplementation((fd, buffer, flags) => {
      const count = actual.tryRecv(fd, buffer, flags);
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

  test('send is tried once more before the client is closed', () => {
    send(client, ping);
    shutdown(client, SHUT_WR);
    jest.mocked(posix.trySend).mockImplementationOnce(stopped(() => undefined));
    serve(LIMITS);
    expect(answers()).toEqual([{ out: 'pong', result: null }]);
  });
});

test('a reset ends the connection and not the server', () => {
  posix.setsockopt(client, posix.SOL_SOCKET, posix.SO_LINGER, 0);
  send(client, frames({ in: 'ping' }).subarray(0, 7));
  close(client);
  serve();
  expect(log.at(-1)).toBe('it closed: connection lost (ECONNRESET)');
  ({ client } = tcpPair()); // for afterEach
});

describe('stop', () => {
  test('at a stop, what the kernel had received is refused, and the server waits for nothing more', () => {
    send(client, frames({ in: 'ping', id: 1 }, { in: 'ping', oneway: true }));
    serve({}, () => true);
    const result = { code: 'UNAVAILABLE', message: 'the server is stopping', retryable: true };
    expect(answers()).toEqual([{ out: 'error', result, id: 1 }]);
    expect(log.at(-1)).toBe('it closed: server is stopping');
  });

  test('a client that is not reading is closed when the grace period expires', () => {
    const blob = { in: 'blob', params: { bytes: 4_000_000 } };
    send(client, frames(...Array.from({ length: 8 }, () => blob)));
    let polls = 0;
    const waits = waitsOf(posix.SO_SNDTIMEO);
    let waitedBefore = 0;
    // The flag is first polled before the requests are read. The stop comes after that.
    serve({ graceMs: 300 }, () => {
      if (++polls <= 2) return false;
      // runs once: a flag that is set is not polled again
      waitedBefore = waits();
      return true;
    });
    expect(waits() - waitedBefore).toBeLessThanOrEqual(300);
    expect(log.at(-1)).toBe('it closed: grace period expired');
  });
});

test('the descriptor is closed when the client has left', () => {
  shutdown(client, SHUT_WR);
  serve();
  expect(() => posix.recv(server, Buffer.alloc(1), MSG_DONTWAIT)).toThrow(SystemError);
  expect(() => posix.recv(server, Buffer.alloc(1), MSG_DONTWAIT)).toThrow('EBADF');
});

/**
 * The longest that calls of the server's end may have blocked from now on: the sum of the
 * timeouts of the calls that did not finish. It depends on the server alone: on a busy
 * machine it makes fewer calls, never more.
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
 * How far the memory outside the heap, where buffers are, grows from now on, as seen in
 * the second and later calls of recv.
 */
function bufferedWhileClosing(): () => number {
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

test('a client that sends as fast as it is read does not delay a stop: no more is read than the kernel could hold', () => {
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

test('a stop cuts short the wait for a client that goes on sending while its connection closes', () => {
  send(client, Buffer.alloc(4, 0xff)); // a length over the limit ends the framing
  let reads = 0;
  let nowMs = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  jest.mocked(posix.tryRecv).mockImplementation((fd, bytes, flags) => {
    if (reads++ === 0) return actual.tryRecv(fd, bytes, flags);
    nowMs++; // one read, one millisecond, and there is always more
    return bytes.length;
  });
  try {
    serve({ lingerMs: 60_000, graceMs: 1_000 }, () => reads > 1);
    expect(nowMs).toBeLessThan(1_000);
    expect(log.at(-1)).toContain('closed: ');
  } finally {
    clock.mockRestore();
  }
});

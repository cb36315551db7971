// Connections on a loop that the test turns: no other process takes part.

import { encodeFrame, FrameDecoder } from '@bytes-up/codec';
import {
  accept,
  bind,
  close,
  connect,
  getsockname,
  listen,
  send,
  setNonBlocking,
  socket,
  socketpair,
  trySend,
  tryRecv,
} from '@bytes-up/posix';
import { DEFAULT_LIMITS, pingAndPi, syncTestMethods } from '@bytes-up/protocol';
import { stall } from '@bytes-up/testkit';
import { EpollConnection } from './connection';
import { EventLoop } from './event-loop';
import { EpollConnections } from './server';

jest.mock('@bytes-up/posix', () => {
  const actual = jest.requireActual<typeof import('@bytes-up/posix')>('@bytes-up/posix');
  return { ...actual, trySend: jest.fn(actual.trySend), tryRecv: jest.fn(actual.tryRecv) };
});

/** Answers that are worth a send of their own. */
const BYTES = 70_000;

test('when the last send of a turn finds room, the calls that are left are served without another event', () => {
  const { trySend: really } =
    jest.requireActual<typeof import('@bytes-up/posix')>('@bytes-up/posix');
  const [ours, theirs] = socketpair();
  setNonBlocking(ours);
  const loop = new EventLoop();
  const connection = new EpollConnection(ours, 'test', context(), loop, () => undefined);
  // No turn ends because its time is up, however busy the machine is.
  const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
  try {
    const calls = [1, 2, 3].map((id) =>
      JSON.stringify({ in: 'blob', params: { bytes: BYTES }, id }),
    );
    send(theirs, Buffer.concat(calls.map((call) => encodeFrame(call))));
    // The first send takes a part of the first answer; all that follow take everything.
    jest
      .mocked(trySend)
      .mockImplementationOnce((fd, bytes, flags) => really(fd, bytes.subarray(0, 1_000), flags));
    const decoder = new FrameDecoder(DEFAULT_LIMITS);
    const ids: unknown[] = [];
    const room = Buffer.alloc(64 * 1024);
    setNonBlocking(theirs);
    for (let turn = 0; turn < 20 && ids.length < 3; turn++) {
      loop.turn(0);
      for (let n = tryRecv(theirs, room); typeof n === 'number'; n = tryRecv(theirs, room)) {
        decoder.push(Buffer.from(room.subarray(0, n)));
      }
      for (let body = decoder.next(); body !== undefined; body = decoder.next()) {
        ids.push((JSON.parse(body.toString()) as { readonly id: number }).id);
      }
    }
    expect(ids).toEqual([1, 2, 3]);
  } finally {
    clock.mockRestore();
    connection.cut('the test is over');
    loop.close();
    close(theirs);
  }
});

test('what arrived while a handler blocked the loop is read before a frame times out', () => {
  const pairs = [tcpPair(), tcpPair()] as const;
  const [[ours], [other]] = pairs;
  const theirs = pairs.map(([, end]) => end) as [number, number];
  const frame = encodeFrame(JSON.stringify({ in: 'ping', id: 1 }));
  let asked = -Infinity;
  const stop = {
    get requested() {
      return ++asked > 10;
    },
    leftMs: Infinity,
  };
  const keep = (): null => {
    send(theirs[0], frame.subarray(7)); // in the kernel at once
    stall(1_200);
    asked = 0;
    return null;
  };
  const service = { ...pingAndPi, keep: { answers: 'kept', handle: keep } };
  const limits = { ...DEFAULT_LIMITS, frameTimeoutMs: 1_000, lingerMs: 1 };
  const loop = new EventLoop();
  const connections = new EpollConnections(loop, {
    ...context(),
    service,
    limits,
    stop,
  } as never);
  try {
    for (const fd of [ours, other]) {
      setNonBlocking(fd);
      connections.admit(fd, 'test');
    }
    send(theirs[0], frame.subarray(0, 7));
    send(theirs[1], encodeFrame(JSON.stringify({ in: 'keep' })));
    while (!stop.requested || connections.count > 0) {
      loop.turn(50);
      connections.reap();
    }
    const room = Buffer.alloc(1_000);
    const count = tryRecv(theirs[0], room);
    expect(room.toString('utf8', 4, Number(count))).toContain('"pong"');
  } finally {
    loop.close();
    for (const fd of theirs) close(fd);
  }
});

test('a hundred calls of one client do not make another one wait', () => {
  const pairs = [socketpair(), socketpair()] as const;
  const [greedy, modest] = pairs.map(([, theirs]) => theirs) as [number, number];
  const CALLS = 100;
  const handle = (): null => {
    for (const endMs = performance.now() + 1; performance.now() < endMs;);
    return null;
  };
  const service = { ...pingAndPi, busy: { out: 'done', handle } };
  const loop = new EventLoop();
  const connections = pairs.map(([ours]) => {
    setNonBlocking(ours);
    return new EpollConnection(ours, 'test', { ...context(), service }, loop, () => undefined);
  });
  try {
    const call = encodeFrame(JSON.stringify({ in: 'busy' }));
    send(greedy, Buffer.concat(Array.from({ length: CALLS }, () => call)));
    send(modest, encodeFrame(JSON.stringify({ in: 'ping' })));
    const count = [greedy, modest].map((fd) => answerCounter(fd));
    const answers = [0, 0];
    const turnUntil = (done: () => boolean): void => {
      for (let turn = 0; turn < 10_000 && !done(); turn++) {
        loop.turn(0);
        for (const [i, more] of count.entries()) answers[i] = (answers[i] ?? 0) + more();
      }
    };
    turnUntil(() => answers[1] === 1);
    expect(answers[0]).toBeLessThan(CALLS);
    turnUntil(() => answers[0] === CALLS);
    expect(answers).toEqual([CALLS, 1]);
  } finally {
    for (const connection of connections) connection.cut('the test is over');
    loop.close();
    for (const fd of [greedy, modest]) close(fd);
  }
});

test('a client that reads too slowly for epoll to report room is not closed', () => {
  const { trySend: really } =
    jest.requireActual<typeof import('@bytes-up/posix')>('@bytes-up/posix');
  const [ours, theirs] = socketpair();
  setNonBlocking(ours);
  const loop = new EventLoop();
  const onClosed = jest.fn();
  const connection = new EpollConnection(ours, 'test', context(), loop, onClosed);
  let nowMs = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const { writeTimeoutMs } = DEFAULT_LIMITS;
  try {
    jest.mocked(trySend).mockReturnValue('EAGAIN');
    send(theirs, encodeFrame(JSON.stringify({ in: 'blob', params: { bytes: BYTES } })));
    loop.turn(0); // from now on the answer waits, and epoll reports no room
    for (let step = 1; step <= 3; step++) {
      nowMs = step * writeTimeoutMs;
      jest.mocked(trySend).mockReturnValueOnce(1); // the client has read a byte
      connection.checkTime(nowMs);
      expect(onClosed).not.toHaveBeenCalled();
    }
    connection.checkTime((nowMs += writeTimeoutMs - 1));
    expect(onClosed).not.toHaveBeenCalled();
    connection.checkTime((nowMs += 1));
    expect(onClosed).toHaveBeenCalledTimes(1);
  } finally {
    jest.mocked(trySend).mockImplementation(really);
    clock.mockRestore();
    if (onClosed.mock.calls.length === 0) connection.cut('the test is over');
    loop.close();
    close(theirs);
  }
});

test('when the kernel takes the rest only as the time is up, the next call is served without another event', () => {
  const { trySend: really } =
    jest.requireActual<typeof import('@bytes-up/posix')>('@bytes-up/posix');
  const [ours, theirs] = socketpair();
  setNonBlocking(ours);
  const loop = new EventLoop();
  const connection = new EpollConnection(ours, 'test', context(), loop, () => undefined);
  let nowMs = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  try {
    const count = answerCounter(theirs);
    const call = encodeFrame(JSON.stringify({ in: 'blob', params: { bytes: BYTES } }));
    send(theirs, Buffer.concat([call, call]));
    jest.mocked(trySend).mockReturnValue('EAGAIN');
    loop.turn(0); // the first answer waits
    jest.mocked(trySend).mockImplementation(really);
    connection.checkTime((nowMs += DEFAULT_LIMITS.writeTimeoutMs));
    expect(count()).toBe(2); // the loop has not turned
  } finally {
    jest.mocked(trySend).mockImplementation(really);
    clock.mockRestore();
    connection.cut('the test is over');
    loop.close();
    close(theirs);
  }
});

test('a client that goes on sending while its connection closes does not hold up the loop', () => {
  const { tryRecv: really } =
    jest.requireActual<typeof import('@bytes-up/posix')>('@bytes-up/posix');
  const [ours, theirs] = socketpair();
  setNonBlocking(ours);
  const loop = new EventLoop();
  const connection = new EpollConnection(ours, 'test', context(), loop, () => undefined);
  let nowMs = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  try {
    send(theirs, Buffer.alloc(4, 0xff)); // a length over the limit ends the framing
    let reads = 0;
    const MANY = 10_000;
    jest.mocked(tryRecv).mockImplementation((fd, bytes, flags) => {
      reads++;
      if (reads === 1) return really(fd, bytes, flags);
      nowMs++; // one read, one millisecond, and there is always more
      return reads < MANY ? bytes.length : 'EAGAIN';
    });
    loop.turn(0);
    expect(reads).toBeGreaterThan(1); // it discards
    expect(reads).toBeLessThan(MANY);
  } finally {
    jest.mocked(tryRecv).mockImplementation(really);
    clock.mockRestore();
    connection.cut('the test is over');
    loop.close();
    close(theirs);
  }
});

/** @returns a function that counts the answers that have come since its last call */
function answerCounter(fd: number): () => number {
  setNonBlocking(fd);
  const decoder = new FrameDecoder(DEFAULT_LIMITS);
  const room = Buffer.alloc(64 * 1024);
  return () => {
    for (let n = tryRecv(fd, room); typeof n === 'number'; n = tryRecv(fd, room)) {
      decoder.push(Buffer.from(room.subarray(0, n)));
    }
    let answers = 0;
    while (decoder.next() !== undefined) answers++;
    return answers;
  };
}

/** Connected to each other over TCP. */
function tcpPair(): [number, number] {
  const listener = socket();
  bind(listener, { host: '127.0.0.1', port: 0 });
  listen(listener);
  const client = socket();
  connect(client, getsockname(listener));
  const { fd } = accept(listener);
  close(listener);
  return [fd, client];
}

function context() {
  const stop = { requested: false, leftMs: Infinity };
  return {
    service: syncTestMethods(),
    limits: DEFAULT_LIMITS,
    log: () => undefined,
    trace: undefined,
    stop,
  } as unknown as ConstructorParameters<typeof EpollConnection>[2];
}

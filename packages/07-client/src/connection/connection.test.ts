import { Socket } from 'node:net';
import { encodeFrame } from '@bytes-up/codec';
import { AttemptFailed, Connection } from '..';
import type { Outgoing } from './connection';
import {
  BlackHole,
  freePort,
  FakeServer,
  send,
  type Behaviour,
  type Came,
} from '../testing/fake-server';

let server: FakeServer;
const open: Connection[] = [];

async function connectTo(behave?: Behaviour, options?: Parameters<typeof Connection.open>[1]) {
  server = await FakeServer.start(behave);
  const connection = await Connection.open(server.address, options);
  open.push(connection);
  return connection;
}

afterEach(async () => {
  jest.useRealTimers();
  for (const connection of open.splice(0)) connection.destroy();
  await server?.stop();
});

const ping = (params: unknown): Outgoing => ({ in: 'ping', params: params as number });
const failureOf = async (call: Promise<unknown>): Promise<AttemptFailed> => {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AttemptFailed);
  return error as AttemptFailed;
};

describe('by id', () => {
  test('a thousand calls of one tick leave in one write, and each gets its own answer', async () => {
    const write = jest.spyOn(Socket.prototype, 'write');
    const connection = await connectTo();
    const calls = Array.from({ length: 1000 }, (_, n) => connection.call(ping(n)));
    expect(connection.inFlight).toBe(1000);
    const answers = await Promise.all(calls);
    expect(answers.map(({ result }) => result)).toEqual(Array.from({ length: 1000 }, (_, n) => n));
    expect(connection.inFlight).toBe(0);
    const large = write.mock.calls.filter(([bytes]) => (bytes as Uint8Array).length > 1_000);
    write.mockRestore();
    expect(large).toHaveLength(1);
  });

  test('answers may come in any order', async () => {
    const came: Came[] = [];
    const connection = await connectTo((one) => {
      came.push(one);
      if (came.length === 3) for (const each of came.reverse()) each.answer(each.request.params);
    });
    const answers = await Promise.all([1, 2, 3].map((n) => connection.call(ping(n))));
    expect(answers.map(({ result }) => result)).toEqual([1, 2, 3]);
  });

  test('an answer that comes twice, or with an id that was never sent, is dropped and counted', async () => {
    const connection = await connectTo(({ request, answer }) => {
      answer('unknown', 99);
      answer('unknown', 'text');
      answer(request.params);
      answer(request.params);
    });
    expect((await connection.call(ping(1))).result).toBe(1);
    expect((await connection.call(ping(2))).result).toBe(2);
    expect(connection.droppedAnswers).toBeGreaterThanOrEqual(5);
  });

  test('an answer that comes after the time was up is dropped; the connection goes on', async () => {
    const came: Came[] = [];
    const connection = await connectTo((one) => {
      came.push(one);
      if (came.length === 2) for (const each of came) each.answer(each.request.params);
    });
    const late = await failureOf(connection.call(ping(1), { timeoutMs: 20 }));
    expect(late).toMatchObject({ code: 'DEADLINE_EXCEEDED', stage: 'waiting' });
    expect((await connection.call(ping(2))).result).toBe(2);
    expect(connection.droppedAnswers).toBe(1);
  });

  test('an answer without an id ends the connection: nothing says whose it is', async () => {
    const result = { code: 'UNAVAILABLE', message: 'too many', retryable: true };
    const connection = await connectTo(({ socket }) => send(socket, { out: 'error', result }));
    const failure = await failureOf(connection.call(ping(1)));
    expect(failure).toMatchObject({ code: 'UNAVAILABLE', stage: 'waiting' });
    expect(failure.message).toContain('response without an id: {"out":"error"');
  });
});

describe('in order', () => {
  test('no ids are sent, and the first answer is the first call’s', async () => {
    const connection = await connectTo(undefined, { matching: 'in order' });
    const answers = await Promise.all([1, 2, 3].map((n) => connection.call(ping(n))));
    expect(answers.map(({ result }) => result)).toEqual([1, 2, 3]);
    expect(server.requests.every(({ id }) => id === undefined)).toBe(true);
  });

  test('a call that was given up keeps its place in the line', async () => {
    const came: Came[] = [];
    const connection = await connectTo(
      (one) => {
        came.push(one);
        if (came.length === 2) for (const each of came) each.answer(each.request.params);
      },
      { matching: 'in order' },
    );
    await failureOf(connection.call(ping('late'), { timeoutMs: 20 }));
    expect((await connection.call(ping('next'))).result).toBe('next');
    expect(connection.droppedAnswers).toBe(1);
  });

  test('one that was given up before it was sent has no place in it', async () => {
    const connection = await connectTo(undefined, { matching: 'in order' });
    const controller = new AbortController();
    const never = failureOf(connection.call(ping('never'), { signal: controller.signal }));
    controller.abort();
    expect((await connection.call(ping('next'))).result).toBe('next');
    expect(await never).toMatchObject({ code: 'CANCELLED', stage: 'connecting' });
    expect(connection.droppedAnswers).toBe(0);
  });

  test('an answer to no call ends the connection', async () => {
    const connection = await connectTo(
      ({ request, answer }) => {
        answer(request.params);
        answer(request.params);
      },
      { matching: 'in order' },
    );
    const lost = new Promise<AttemptFailed>((resolve) => (connection.onLost = resolve));
    await connection.call(ping(1));
    expect((await lost).message).toContain('response matches no call in flight');
  });
});

describe('the end of a connection ends every call on it once', () => {
  test.each<[name: string, behave: Behaviour, says: string]>([
    ['a reset', ({ socket }) => socket.resetAndDestroy(), 'ECONNRESET'],
    ['a close', ({ socket }) => socket.end(), 'connection closed by the server'],
    [
      'a cut in mid-frame',
      ({ socket }) => socket.end(encodeFrame('{"out":"x"}').subarray(0, 9)),
      'connection closed by the server',
    ],
    [
      'an answer that is not JSON',
      ({ socket }) => socket.write(encodeFrame('{"out":')),
      'invalid response: not JSON',
    ],
    [
      'an answer that is too large',
      ({ socket }) => socket.write(Buffer.from([0, 0, 0, 1])),
      'invalid response: frame length 16777216',
    ],
  ])('%s', async (_name, behave, says) => {
    const connection = await connectTo(behave);
    const ends = [1, 2, 3].map((n) => failureOf(connection.call(ping(n))));
    for (const failure of await Promise.all(ends)) {
      expect(failure).toMatchObject({ code: 'UNAVAILABLE', stage: 'waiting' });
      expect(failure.message).toContain(says);
    }
    expect(connection.isLost).toBe(true);
    expect(await failureOf(connection.call(ping(4)))).toMatchObject({ stage: 'connecting' });
  });

  test('a call that was not sent yet is one that was not done', async () => {
    const connection = await connectTo();
    const call = connection.call(ping(1));
    connection.destroy();
    expect(await failureOf(call)).toMatchObject({ code: 'UNAVAILABLE', stage: 'connecting' });
    expect(server.requests).toHaveLength(0);
  });
});

describe('giving up', () => {
  test('a call that is given up in its own tick is never sent', async () => {
    const connection = await connectTo();
    const controller = new AbortController();
    const call = connection.call(ping('never'), { signal: controller.signal });
    controller.abort(new Error('enough'));
    expect(await failureOf(call)).toMatchObject({ code: 'CANCELLED', stage: 'connecting' });
    expect((await connection.call(ping('next'))).result).toBe('next');
    expect(server.requests.map(({ params }) => params)).toEqual(['next']);
  });

  test('later, it may have been done', async () => {
    const controller = new AbortController();
    const connection = await connectTo(() => controller.abort());
    const call = connection.call(ping(1), { signal: controller.signal });
    expect(await failureOf(call)).toMatchObject({ code: 'CANCELLED', stage: 'waiting' });
    expect(connection.inFlight).toBe(0);
  });

  test('a call whose time is up, or that was given up before, is not begun', async () => {
    const connection = await connectTo();
    expect(await failureOf(connection.call(ping(1), { timeoutMs: 0 }))).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      stage: 'connecting',
    });
    const signal = AbortSignal.abort();
    expect(await failureOf(connection.call(ping(1), { signal }))).toMatchObject({
      code: 'CANCELLED',
    });
    expect(server.requests).toHaveLength(0);
  });

  test('what remains of the time is sent along', async () => {
    const connection = await connectTo();
    await connection.call(ping(1), { timeoutMs: 1_234.5 });
    await connection.call(ping(2));
    expect(server.requests.map((request) => request.timeout_ms)).toEqual([1_235, undefined]);
  });
});

test('a one-way call is sent and leaves nothing behind', async () => {
  const connection = await connectTo();
  connection.notify(ping('one way'));
  await connection.call(ping(1));
  expect(server.requests[0]).toEqual({ in: 'ping', params: 'one way', oneway: true });
});

test('calls in flight are bounded', async () => {
  const connection = await connectTo(() => undefined, { maxInFlight: 2 });
  const calls = [1, 2, 3].map((n) => failureOf(connection.call(ping(n))));
  expect(await calls[2]).toMatchObject({ code: 'RESOURCE_EXHAUSTED', stage: 'connecting' });
  connection.destroy();
  await Promise.all(calls);
});

test('the bytes of one tick are bounded, also for calls that get no answer', async () => {
  const connection = await connectTo(undefined, { maxUnsentBytes: 1_000_000 });
  const notify = () => connection.notify(ping('x'.repeat(300_000)));
  for (let n = 0; n < 4; n++) notify();
  expect(notify).toThrow(expect.objectContaining({ code: 'RESOURCE_EXHAUSTED' }) as Error);
});

describe('what cannot be sent is refused before it is a call', () => {
  const loop: unknown[] = [];
  loop.push(loop);
  test.each<[name: string, params: unknown, says: string]>([
    ['a bigint', { n: 5n }, 'params.n is a bigint'],
    ['a date', [new Date()], 'params[0] is a Date'],
    ['no number', NaN, 'params is NaN'],
    ['a list that contains itself', loop, 'is nested too deep'],
    [
      'more than a frame holds',
      'x'.repeat(5_000_000),
      'request of 5000032 bytes exceeds maxFrameBytes 4194304',
    ],
  ])('%s', async (_name, params, says) => {
    const connection = await connectTo();
    const failure = await failureOf(connection.call(ping(params)));
    expect(failure).toMatchObject({ code: 'INVALID_ARGUMENT', stage: 'connecting' });
    expect(failure.message).toContain(says);
    expect(connection.inFlight).toBe(0);
    expect((await connection.call(ping('still there'))).result).toBe('still there');
  });
});

test('bytes that wait for the kernel are bounded', async () => {
  const connection = await connectTo(({ socket }) => void socket.pause(), {
    maxUnsentBytes: 1_000_000,
  });
  const large = 'x'.repeat(3_000_000);
  const calls: Promise<unknown>[] = [];
  let refusal: AttemptFailed | undefined;
  while (refusal === undefined) {
    calls.push(failureOf(connection.call(ping(large))).then((failure) => (refusal ??= failure)));
    await new Promise(setImmediate);
  }
  expect(refusal).toMatchObject({ code: 'RESOURCE_EXHAUSTED', stage: 'connecting' });
  expect(refusal.message).toMatch(/^\d{7,} bytes not sent yet$/);
  connection.destroy();
  await Promise.all(calls);
});

describe('to close', () => {
  test('waits for the calls in flight, and takes no more', async () => {
    let came: Came | undefined;
    const connection = await connectTo((one) => (came = one));
    const call = connection.call(ping(1));
    connection.notify(ping(2));
    const closed = connection.close();
    expect(await failureOf(connection.call(ping(3)))).toMatchObject({ code: 'CANCELLED' });
    while (server.requests.length < 2) await new Promise(setImmediate);
    came?.answer('late', server.requests[0]?.id);
    expect((await call).result).toBe('late');
    await closed;
  });

  test('does not wait forever', async () => {
    const connection = await connectTo(() => undefined);
    const call = failureOf(connection.call(ping(1)));
    await connection.close(20);
    expect(await call).toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('to connect', () => {
  test('without a server', async () => {
    const port = await freePort();
    const failure = await failureOf(Connection.open({ host: '127.0.0.1', port }));
    expect(failure).toMatchObject({ code: 'UNAVAILABLE', stage: 'connecting' });
    expect(failure.message).toContain('ECONNREFUSED');
  });

  test('if connecting times out, and can be cancelled meanwhile', async () => {
    const hole = new BlackHole();
    try {
      const late = await failureOf(Connection.open(hole.address, { connectTimeoutMs: 50 }));
      expect(late).toMatchObject({ code: 'UNAVAILABLE', stage: 'connecting' });
      expect(late.message).toContain('no connection within 50 ms');
      const controller = new AbortController();
      const attempt = failureOf(Connection.open(hole.address, {}, controller.signal));
      setImmediate(() => controller.abort());
      expect(await attempt).toMatchObject({ code: 'CANCELLED', stage: 'connecting' });
    } finally {
      hole.close();
    }
  });
});

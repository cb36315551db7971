import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Json, Response } from '@bytes-up/protocol';
import { encodeFrame } from '@bytes-up/codec';
import { stall } from '@bytes-up/testkit';
import { callOnce, CallFailed } from './call';
import { isSafeToRetry, type Call } from './retry';

const PLAIN: Call = { idempotent: false, hasKey: false };
const IDEMPOTENT: Call = { idempotent: true, hasKey: false };
const KEYED: Call = { idempotent: false, hasKey: true };
const answer = (code: string, retryable: boolean): Response => ({
  out: 'error',
  result: { code, message: '', retryable },
});

test.each([
  ['connecting', true, true, true],
  ['sending', false, true, true],
  ['waiting', false, true, true],
] as const)('a failure while %s: plain %p, idempotent %p, with a key %p', (stage, ...expected) => {
  const failure = new CallFailed(stage, 'connection closed');
  expect([PLAIN, IDEMPOTENT, KEYED].map((call) => isSafeToRetry(failure, call))).toEqual(expected);
});

test.each([
  ['UNAVAILABLE', true, [true, true, true]],
  ['RESOURCE_EXHAUSTED', true, [true, true, true]],
  ['RESOURCE_EXHAUSTED', false, [false, false, false]],
  ['DEADLINE_EXCEEDED', true, [true, true, true]],
  ['DEADLINE_EXCEEDED', false, [false, true, false]],
  ['INTERNAL', false, [false, true, false]],
  ['INVALID_ARGUMENT', false, [false, false, false]],
  ['FAILED_PRECONDITION', false, [false, false, false]],
  ['UNIMPLEMENTED', false, [false, false, false]],
])('an answer %s, retryable %p: plain, idempotent, with a key', (code, retryable, expected) => {
  const failure = answer(code, retryable);
  expect([PLAIN, IDEMPOTENT, KEYED].map((call) => isSafeToRetry(failure, call))).toEqual(expected);
});

test('a successful answer is not retried', () => {
  expect(isSafeToRetry({ out: 'added', result: 1 }, IDEMPOTENT)).toBe(false);
});

describe('a failed attempt says how far it got', () => {
  async function portOf(onConnection: 'closed' | 'silent'): Promise<[number, () => void]> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      if (onConnection === 'silent') socket.resume();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    if (onConnection === 'closed') await new Promise((resolve) => server.close(resolve));
    return [port, () => server.close()];
  }

  test('no server listens: it was connecting', async () => {
    const [port] = await portOf('closed');
    await expect(callOnce(port, { in: 'ping', params: 1 }, 5_000)).rejects.toMatchObject({
      stage: 'connecting',
      message: 'ECONNREFUSED, while connecting',
    });
  });

  test.each<[name: string, port: number, params: unknown, says: string]>([
    ['a port of 70000', 70_000, 1, 'Port should be'],
    [
      'params that throw',
      1,
      {
        get x() {
          throw new Error('boom');
        },
      },
      'boom',
    ],
    ['params that JSON cannot represent', 1, 5n, 'BigInt'],
  ])('%s: it was connecting', async (_name, port, params, says) => {
    const call = callOnce(port, { in: 'ping', params: params as Json }, 5_000);
    await expect(call).rejects.toMatchObject({
      name: 'CallFailed',
      stage: 'connecting',
      message: expect.stringContaining(says) as string,
    });
  });

  test.each([
    [{ out: 'error', id: 1 }, '"result" must be a JSON value, got nothing'],
    [{ id: 1 }, '"out" must be a string, got nothing'],
    [{ out: 'pong', result: 1, id: null }, '"id" must be a string or an integer, got null'],
  ])('%j is not a valid answer: it was waiting', async (answer, says) => {
    const server = createServer((socket) => {
      socket
        .on('error', () => undefined)
        .once('data', () => {
          socket.write(encodeFrame(JSON.stringify(answer)));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const call = callOnce(port, { in: 'ping', params: 1, id: 1 }, 5_000);
    await expect(call).rejects.toMatchObject({
      stage: 'waiting',
      message: expect.stringContaining(says) as string,
    });
    await new Promise((resolve) => server.close(resolve));
  });

  test('no answer arrives in time: it was waiting', async () => {
    const [port, close] = await portOf('silent');
    await expect(callOnce(port, { in: 'ping', params: 1 }, 200)).rejects.toMatchObject({
      stage: 'waiting',
      message: 'timed out, while waiting',
    });
    close();
  });
});

test('an answer that arrived while this process could not run is not a timeout', async () => {
  let ring = (): void => undefined;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      // It is in the kernel at once.
      socket.write(encodeFrame(JSON.stringify({ out: 'x', result: 'in time' })));
      jest.restoreAllMocks();
      setTimeout(ring, 0); // the timeout comes before the response is read
      stall(20);
    });
  }).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    jest.spyOn(global, 'setTimeout').mockImplementation(((callback: () => void) => {
      ring = callback;
    }) as typeof setTimeout);
    const answer = await callOnce(port, { in: 'x', params: null }, 60_000);
    expect(answer).toMatchObject({ result: 'in time' });
  } finally {
    jest.restoreAllMocks();
    server.close();
  }
});

import { createServer, type AddressInfo } from 'node:net';
import type { Response } from '@bytes-up/protocol';
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
  const failure = new CallFailed(stage, 'the connection ended');
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

test('an answer that is no error is not retried', () => {
  expect(isSafeToRetry({ out: 'added', result: 1 }, IDEMPOTENT)).toBe(false);
});

describe('an attempt says how far it had come', () => {
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

  test('nobody listens: it was connecting', async () => {
    const [port] = await portOf('closed');
    await expect(callOnce(port, { in: 'ping', params: 1 }, 5_000)).rejects.toMatchObject({
      stage: 'connecting',
      message: 'ECONNREFUSED, while connecting',
    });
  });

  test('nobody answers in time: it was waiting', async () => {
    const [port, close] = await portOf('silent');
    await expect(callOnce(port, { in: 'ping', params: 1 }, 200)).rejects.toMatchObject({
      stage: 'waiting',
      message: 'time was up, while waiting',
    });
    close();
  });
});

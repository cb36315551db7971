// A deadline fires only after the sockets were read once more.

import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { once } from 'node:events';
import { stall } from '@bytes-up/testkit';
import { contextWith } from '../../testing/context';
import { frame, frameStub, trailersOnly, words } from '../../testing/stub-server';
import { HandMadeClient } from '../client';
import { startDeadline } from './deadline';
import { prefix } from '../message/message-prefix';
import { CALC_EACH } from '../methods';
import { PI_REQUEST } from '../message/pi-codec';
import { startHandMadeServer } from '../server';

const TIMEOUT_MS = 500;
const STALL_MS = TIMEOUT_MS + 50;
/**
 * The stall must begin within this time. Otherwise, on a busy machine, the deadline may
 * expire before it and rightly so: that proves nothing, and the call is made again.
 */
const STALLS_WITHIN_MS = TIMEOUT_MS / 2;

async function answersOf(url: string): Promise<number[]> {
  const client = new HandMadeClient(url);
  try {
    const answers: number[] = [];
    for await (const one of client.stream(CALC_EACH, [1], TIMEOUT_MS)) answers.push(one);
    return answers;
  } finally {
    await client.close();
  }
}

test.each([
  ['the end of a call', (stream: number) => trailersOnly(stream), { answers: [] }],
  [
    'a reset',
    (stream: number) => frame('RST_STREAM', stream, words(8)),
    { error: { code: 'CANCELLED' } },
  ],
])('%s that arrived while the client was stalled counts', async (_name, answer, expected) => {
  let stallsAtMs: number;
  const stub = await frameStub((stream) => {
    stallsAtMs = performance.now();
    process.nextTick(() => stall(STALL_MS)); // by then the response is in the kernel
    return answer(stream);
  });
  try {
    let ended: object = {};
    for (let lateMs = Infinity; lateMs > STALLS_WITHIN_MS;) {
      stallsAtMs = Infinity;
      const beganAtMs = performance.now();
      ended = await answersOf(stub.url).then(
        (answers) => ({ answers }),
        (error: unknown) => ({ error }),
      );
      lateMs = stallsAtMs - beganAtMs;
    }
    expect(ended).toMatchObject(expected);
  } finally {
    await stub.stop();
  }
});

test('a request that arrived while the server was stalled is answered', async () => {
  const server = await startHandMadeServer(contextWith());
  const session = connectHttp2(`http://127.0.0.1:${server.address.port}`);
  try {
    await once(session, 'connect');
    let bytes = 0;
    for (let lateMs = Infinity; lateMs > STALLS_WITHIN_MS;) {
      bytes = 0;
      const beganAtMs = performance.now();
      const stream = session.request({
        ':method': 'POST',
        ':path': CALC_EACH.path,
        'content-type': 'application/grpc',
        'grpc-timeout': `${TIMEOUT_MS}m`,
      });
      const trailers = once(stream, 'trailers') as Promise<[IncomingHttpHeaders]>;
      stream.on('data', (chunk: Buffer) => (bytes += chunk.length));
      const request = prefix(PI_REQUEST.encode(1));
      stream.write(request);
      await once(stream, 'response');
      lateMs = performance.now() - beganAtMs;
      stream.write(request, () => stall(STALL_MS)); // by then it is in the kernel
      const [{ 'grpc-status': status }] = await trailers;
      expect(status).toBe('4'); // the call is late anyway, because its requests never end
    }
    expect(bytes).toBe(2 * (5 + 9));
  } finally {
    session.destroy();
    await server.stop();
  }
});

test('a deadline expires once, after its time, and not after it was stopped', async () => {
  const expired = jest.fn();
  const beganAtMs = performance.now();
  startDeadline(1, expired)();
  startDeadline(Infinity, expired);
  await new Promise<void>((resolve) => startDeadline(20, resolve));
  expect(performance.now() - beganAtMs).toBeGreaterThanOrEqual(20 - 1); // timers round
  expect(expired).not.toHaveBeenCalled();
});

test('a deadline that is stopped between its timer and its check does not expire', async () => {
  const expired = jest.fn();
  const stop = startDeadline(5, expired);
  setTimeout(stop, 6); // it fires in the same turn of the loop
  stall(30);
  // the next timers run after the two above, which are due already
  await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setImmediate(resolve));
  expect(expired).not.toHaveBeenCalled();
});

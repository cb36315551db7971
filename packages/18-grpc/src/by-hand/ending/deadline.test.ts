// A deadline fires only after the sockets were read once more.

import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { once } from 'node:events';
import { contextWith } from '../../testing/context';
import { frame, frameStub, trailersOnly, words } from '../../testing/stub-server';
import { HandMadeClient } from '../client';
import { startDeadline } from './deadline';
import { prefix } from '../message/message-prefix';
import { CALC_EACH } from '../methods';
import { PI_REQUEST } from '../message/pi-codec';
import { startHandMadeServer } from '../server';

/** Long enough for the part of a test before the stall, even on a slow machine. */
const TIMEOUT_MS = 500;

/** Longer than the timeout of a call. */
function beBusy(ms = TIMEOUT_MS + 50): void {
  for (const endMs = performance.now() + ms; performance.now() < endMs;);
}

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
  const stub = await frameStub((stream) => {
    process.nextTick(() => beBusy()); // by then the response is in the kernel
    return answer(stream);
  });
  try {
    const ended = await answersOf(stub.url).then(
      (answers) => ({ answers }),
      (error: unknown) => ({ error }),
    );
    expect(ended).toMatchObject(expected);
  } finally {
    await stub.stop();
  }
});

test('a request that arrived while the server was stalled is answered', async () => {
  const server = await startHandMadeServer(contextWith());
  const session = connectHttp2(`http://127.0.0.1:${server.address.port}`);
  try {
    const stream = session.request({
      ':method': 'POST',
      ':path': CALC_EACH.path,
      'content-type': 'application/grpc',
      'grpc-timeout': `${TIMEOUT_MS}m`,
    });
    const trailers = once(stream, 'trailers') as Promise<[IncomingHttpHeaders]>;
    let bytes = 0;
    stream.on('data', (chunk: Buffer) => (bytes += chunk.length));
    const request = prefix(PI_REQUEST.encode(1));
    stream.write(request);
    await once(stream, 'response');
    stream.write(request, () => beBusy()); // by then it is in the kernel
    const [{ 'grpc-status': status }] = await trailers;
    expect(status).toBe('4'); // the call is late anyway, because its requests never end
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
  beBusy(30);
  await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setImmediate(resolve));
  expect(expired).not.toHaveBeenCalled();
});

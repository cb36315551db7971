// What a client did while this process could not run counts, although Node runs its
// timers before it reads and writes. The client makes system calls, so it can act while
// Node cannot.

import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import {
  close,
  connect,
  getsockopt,
  MSG_DONTWAIT,
  send,
  socket,
  SO_ERROR,
  SOL_SOCKET,
  tryRecv,
} from '@bytes-up/posix';
import { stall } from '@bytes-up/testkit';
import { AnswerWriter } from './answer-writer';
import { closeGently } from './close-gently';

let server: Server;
let ours: Socket;
let theirs: number;

beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  await open();
});

afterEach(async () => {
  jest.useRealTimers();
  leave();
  await new Promise((resolve) => server.close(resolve));
});

async function open(): Promise<void> {
  theirs = socket();
  connect(theirs, { host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  [ours] = (await once(server, 'connection')) as [Socket];
  ours.on('error', () => undefined);
}

function leave(): void {
  ours.destroy();
  close(theirs);
}

test('a client that has read is not stalled; one that reads nothing more is', async () => {
  let isStalled = false;
  const stalled = new Promise<void>((resolve) => {
    const onStalled = (): void => {
      isStalled = true;
      resolve();
    };
    const writer = new AnswerWriter(ours, 500, { onDrained: () => undefined, onStalled });
    writer.add('x'.repeat(50_000_000)); // more than the kernel takes
    writer.flush();
  });
  await turn(); // of what follows in the loop, timers are the first
  const room = Buffer.alloc(1024 * 1024);
  for (const endMs = performance.now() + 700; performance.now() < endMs; stall(1)) {
    tryRecv(theirs, room, MSG_DONTWAIT);
  }
  await turn();
  await turn();
  expect(isStalled).toBe(false);
  await stalled;
});

/** Only timeouts are fake: the sockets need the others. */
function stopTimeouts(): void {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'setInterval', 'clearInterval', 'nextTick'] });
}

test('a client that has read everything is not stalled, however long it then waits', async () => {
  stopTimeouts();
  let isStalled = false;
  let onDrained: () => void = () => undefined;
  const drained = new Promise<void>((resolve) => (onDrained = resolve));
  const onStalled = (): void => void (isStalled = true);
  const writer = new AnswerWriter(ours, 60_000, { onDrained, onStalled });
  writer.add('x'.repeat(50_000_000));
  writer.flush();
  expect(jest.getTimerCount()).toBe(1);
  const room = Buffer.alloc(1024 * 1024);
  const readOn = setInterval(() => tryRecv(theirs, room, MSG_DONTWAIT));
  await drained;
  clearInterval(readOn);
  jest.advanceTimersByTime(60_000);
  await turn();
  await turn();
  expect(isStalled).toBe(false);
  expect(jest.getTimerCount()).toBe(0); // until answers wait again
});

test('what a client has sent is read before its connection is closed: no reset', async () => {
  let lingerMs = 20;
  for (;;) {
    closeGently(ours, lingerMs);
    await once(ours, 'finish');
    await turn();
    if (!ours.destroyed) break;
    // The machine was so busy that the time is over before the client has sent anything.
    leave();
    await open();
    lingerMs *= 2;
  }
  send(theirs, Buffer.from('one more request'));
  stall(3 * lingerMs);
  if (!ours.closed) await once(ours, 'close');
  expect(getsockopt(theirs, SOL_SOCKET, SO_ERROR)).toBe(0);
});

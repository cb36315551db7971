// The write timeout of a client that does not read. What it does while this process
// cannot run is in after-a-pause.test.ts.

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { AnswerWriter } from './answer-writer';

/** More than the kernel takes. */
const LARGE = 'x'.repeat(50_000_000);
let server: Server;
let client: Socket;
let ours: Socket;
let sending: NodeJS.Timeout | undefined;

beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  [ours] = (await once(server, 'connection')) as [Socket];
  for (const socket of [client, ours]) socket.on('error', () => undefined);
});

afterEach(async () => {
  jest.useRealTimers();
  clearInterval(sending);
  client.destroy();
  ours.destroy();
  await new Promise((resolve) => server.close(resolve));
});

test('a client that sends and does not read is stalled, whatever it sends', async () => {
  ours.resume(); // as while fewer answers wait than make it stop reading
  await new Promise<void>((onStalled) => {
    const writer = new AnswerWriter(ours, 300, { onDrained: () => undefined, onStalled });
    writer.add(LARGE);
    writer.flush();
    sending = setInterval(() => client.write('a one-way call'), 10);
  });
});

test.each([0, 60_000])('a connection that is closed after %d ms leaves no timer', async (ms) => {
  // Only timeouts are fake: the sockets need the others.
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'setInterval', 'nextTick'] });
  const events = { onDrained: () => undefined, onStalled: () => undefined };
  const writer = new AnswerWriter(ours, 60_000, events);
  writer.add(LARGE);
  writer.flush();
  expect(jest.getTimerCount()).toBe(1);
  jest.advanceTimersByTime(ms);
  ours.destroy();
  await once(ours, 'close');
  await turn();
  expect(jest.getTimerCount()).toBe(0);
});

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { decodeBody, FrameDecoder } from '@bytes-up/codec';
import { DEFAULT_LIMITS } from '@bytes-up/protocol';
import { FULL, Refusals } from './refusals';

/** No test waits this long. */
const NEVER_MS = 600_000;
const MOST = 8;
const OPEN = Array.from({ length: MOST }, () => false);
const CHUNK = Buffer.alloc(64 * 1024);
let listener: Server;
let refusals: Refusals;
const refused: Socket[] = [];
const clients: Socket[] = [];

beforeEach(async () => {
  refusals = new Refusals({ lingerMs: NEVER_MS, maxFrameBytes: 1_000_000 });
  listener = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    refused.push(socket);
    refusals.refuse(socket, FULL);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await refusals.closed(0);
  refused.length = 0;
  listener.close();
});

/** A client that has read the refusal and does not close. */
async function client(): Promise<Socket> {
  const { port } = listener.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  clients.push(socket);
  const decoder = new FrameDecoder(DEFAULT_LIMITS);
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    decoder.push(chunk as Buffer);
  }
  const body = decoder.next() ?? Buffer.alloc(0);
  decoder.end();
  expect(decodeBody(body, DEFAULT_LIMITS)).toEqual({
    out: 'error',
    result: { code: 'UNAVAILABLE', message: FULL, retryable: true },
  });
  return socket;
}

test('of more than eight the oldest is closed, and the others keep their time', async () => {
  for (let n = 0; n < MOST; n++) await client();
  expect(refused.map(({ destroyed }) => destroyed)).toEqual(OPEN);
  await client();
  expect(refused.map(({ destroyed }) => destroyed)).toEqual([true, ...OPEN]);
});

test('what a client still sends is read up to the longest frame, then the connection is cut', async () => {
  const greedy = await client();
  // Not events.once: the write fails as well.
  const closed = new Promise((resolve) => greedy.once('close', resolve));
  const send = (): void => void greedy.write(CHUNK, (error) => error ?? send());
  send();
  await closed;
  expect(refused.map(({ destroyed }) => destroyed)).toEqual([true]);
});

test('a client that closes ends its refusal', async () => {
  (await client()).end();
  await refusals.closed(NEVER_MS);
  expect(refused.map(({ destroyed }) => destroyed)).toEqual([true]);
});

test('those that are left when the time is up are cut', async () => {
  for (let n = 0; n < MOST; n++) await client();
  await refusals.closed(10);
  expect(refused.map(({ destroyed }) => destroyed)).toEqual(OPEN.map(() => true));
});

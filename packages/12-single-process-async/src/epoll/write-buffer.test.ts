import {
  close,
  recv,
  setNonBlocking,
  setsockopt,
  SO_SNDBUF,
  socketpair,
  SOL_SOCKET,
  tryRecv,
} from '@bytes-up/posix';
import { WriteBuffer } from './write-buffer';

let server: number;
let client: number;
let clientClosed: boolean;

beforeEach(() => {
  [server, client] = socketpair();
  clientClosed = false;
  setNonBlocking(server);
  setNonBlocking(client);
  setsockopt(server, SOL_SOCKET, SO_SNDBUF, 8 * 1024);
});

afterEach(() => {
  close(server);
  if (!clientClosed) close(client);
});

test('all frames leave in one send, in their order', () => {
  const buffer = new WriteBuffer(server);
  buffer.add(Buffer.from('one'));
  buffer.add(Buffer.from('two'));
  expect(buffer.length).toBe(6);
  expect(buffer.flush()).toBe(true);
  expect(buffer.length).toBe(0);
  const room = Buffer.alloc(100);
  expect(room.subarray(0, recv(client, room)).toString()).toBe('onetwo');
});

test('a partial write: what the kernel did not take is kept, and leaves when there is room again', () => {
  const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, i) => i % 251));
  const buffer = new WriteBuffer(server);
  buffer.add(bytes.subarray(0, 150_000));
  buffer.add(bytes.subarray(150_000));
  expect(buffer.flush()).toBe(false);
  const left = buffer.length;
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(bytes.length); // some of it was taken
  expect(buffer.flush()).toBe(false); // EAGAIN: the client has not read
  expect(buffer.length).toBe(left);

  const received: Buffer[] = [];
  const room = Buffer.alloc(16 * 1024);
  for (let done = false; !done;) {
    const count = tryRecv(client, room);
    if (typeof count === 'number') received.push(Buffer.from(room.subarray(0, count)));
    else if (buffer.length === 0) done = true;
    buffer.flush();
  }
  expect(Buffer.concat(received).equals(bytes)).toBe(true);
});

test('reports since when the kernel has taken no byte', () => {
  const now = jest.spyOn(performance, 'now');
  try {
    const buffer = new WriteBuffer(server);
    expect(buffer.stalledSinceMs).toBeUndefined();
    now.mockReturnValue(1_000);
    buffer.add(Buffer.alloc(200_000));
    expect(buffer.stalledSinceMs).toBe(1_000);
    now.mockReturnValue(2_000);
    buffer.flush(); // takes some
    expect(buffer.stalledSinceMs).toBe(2_000);
    now.mockReturnValue(3_000);
    buffer.flush(); // takes nothing
    buffer.add(Buffer.alloc(1)); // more bytes are no progress
    expect(buffer.stalledSinceMs).toBe(2_000);
  } finally {
    now.mockRestore();
  }
});

test('a send to a client that is gone throws EPIPE, and no signal ends the process', () => {
  close(client);
  clientClosed = true;
  const buffer = new WriteBuffer(server);
  buffer.add(Buffer.from('too late'));
  let thrown: unknown;
  try {
    buffer.flush();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ code: 'EPIPE', syscall: 'send' });
});

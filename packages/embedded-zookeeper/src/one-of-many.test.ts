// What one client does must not cost the others: one that does not read, one that sends
// more than its share, one that never opens a session.

import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { stall } from '@bytes-up/testkit';
import { EmbeddedZooKeeper } from '.';
import { RawClient } from './comparison/raw-client';
import { ZkConnection } from './server/connection';
import { State } from './server/state';
import { JuteWriter } from './wire/jute';

const [CREATE, EXISTS, GET_DATA, PING, AUTH, CLOSE] = [1, 3, 4, 11, 100, -11];
const SESSIONLESS_MS = 10_000;
const REQUESTS = 100;

/** A socket whose kernel takes no byte until `takeAll`. */
class FakeSocket extends Duplex {
  readonly written: Buffer[] = [];
  #done: () => void = () => undefined;

  constructor(private isTaking = true) {
    super();
  }

  override _read(): void {
    // The test pushes what the client sends.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written.push(chunk);
    if (this.isTaking) done();
    else this.#done = done;
  }

  stopTaking(): void {
    this.isTaking = false;
  }

  takeAll(): void {
    this.isTaking = true;
    this.#done();
  }

  destroySoon(): void {
    this.end(() => this.destroy());
  }
}

const hello = new JuteWriter().int(0).long(0n).int(60_000).long(0n).buffer(Buffer.alloc(16));
const ping = new JuteWriter().int(-2).int(PING);
const reading = new JuteWriter().int(2).int(GET_DATA).string('/big').bool(false);
const closing = new JuteWriter().int(3).int(CLOSE);
const frames = (...messages: readonly JuteWriter[]): Buffer =>
  Buffer.concat(messages.map((message) => message.frame()));
const many = (message: JuteWriter): JuteWriter[] => Array<JuteWriter>(REQUESTS).fill(message);

let state: State;
let socket: FakeSocket;

beforeEach(() => {
  state = new State({ minTimeoutMs: 60_000, maxTimeoutMs: 60_000 });
  const acl = [{ perms: 31, scheme: 'world', id: 'anyone' }];
  state.create('/big', { data: Buffer.alloc(100_000), acl, sequential: false, owner: 0n });
  socket = new FakeSocket();
  new ZkConnection(socket as unknown as Socket, state, () => undefined);
});

afterEach(async () => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  socket.destroy();
  await new Promise(setImmediate);
  state.sessions.pauseTimers();
});

/** A turn of the event loop, in which the connection reads what was pushed. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test('a client that does not read its replies is served no further, and is served when it reads', async () => {
  socket.push(frames(hello));
  await turn();
  socket.stopTaking();
  socket.push(frames(...many(reading)));
  socket.push(frames(...many(ping)));
  for (let n = 0; n < REQUESTS; n++) await turn();
  expect(socket.written.length).toBeLessThanOrEqual(2);
  expect(socket.writableLength).toBeLessThan(3 * 100_000);
  socket.takeAll();
  while (socket.written.length < 1 + 2 * REQUESTS) await turn();
  expect(socket.written).toHaveLength(1 + 2 * REQUESTS);
});

test('a client with many requests is served in turn with the others', async () => {
  let atMs = 0;
  // each request takes 1 ms
  jest.spyOn(performance, 'now').mockImplementation(() => atMs++);
  socket.push(frames(hello, ...many(ping)));
  const served: number[] = [];
  while (socket.written.length < 1 + REQUESTS) {
    await turn();
    served.push(socket.written.length);
  }
  expect(served.length).toBeGreaterThan(REQUESTS / 10);
});

test('a connection without a session is closed after 10 s', () => {
  jest.useFakeTimers();
  socket.destroy();
  socket = new FakeSocket();
  new ZkConnection(socket as unknown as Socket, state, () => undefined);
  jest.advanceTimersByTime(SESSIONLESS_MS - 1);
  expect(socket.destroyed).toBe(false);
  jest.advanceTimersByTime(2);
  expect(socket.destroyed).toBe(true);
});

test('a closed session whose client does not read its last reply is cut after 10 s', async () => {
  socket.push(frames(hello));
  await turn();
  socket.stopTaking();
  jest.useFakeTimers({ doNotFake: ['nextTick'] });
  socket.push(frames(closing));
  await Promise.resolve();
  await new Promise<void>((resolve) => process.nextTick(resolve));
  expect(state.sessions.size).toBe(0);
  expect(socket.destroyed).toBe(false);
  jest.advanceTimersByTime(SESSIONLESS_MS + 1);
  expect(socket.destroyed).toBe(true);
});

describe('the server', () => {
  const server = new EmbeddedZooKeeper();
  beforeEach(() => server.start());
  afterEach(() => server.stop());

  test('a session does not expire while its client’s ping waits to be read', async () => {
    const client = await RawClient.to(server.address);
    await client.hello({ timeoutMs: 200 });
    client.send(ping);
    // The process is held up: the time is over, and the ping has not been read.
    stall(300);
    expect(await client.next()).toBeDefined();
    client.socket.destroy();
  });

  test('the users of a client, and the entries of an ACL, are limited', async () => {
    const client = await RawClient.to(server.address);
    await client.hello();
    const auth = (user: number) => (r: JuteWriter) =>
      r
        .int(0)
        .string('digest')
        .buffer(Buffer.from(`${user}:secret`));
    for (let user = 0; user < 90; user++)
      expect((await client.ask(-4, AUTH, auth(user)))?.error).toBe(0);
    // 1,000 different permissions for each of 90 users
    const perms = Array.from({ length: 1_000 }, (_, n) => n);
    const greedy = (r: JuteWriter): JuteWriter =>
      r
        .string('/greedy')
        .buffer(null)
        .vector(perms, (perm) => r.int(perm).string('auth').string(''))
        .int(0);
    expect((await client.ask(1, CREATE, greedy))?.error).toBe(-114);
    const exists = (r: JuteWriter): JuteWriter => r.string('/greedy').bool(false);
    expect((await client.ask(2, EXISTS, exists))?.error).toBe(-101);
    for (let user = 90; user < 99; user++) await client.ask(-4, AUTH, auth(user));
    expect((await client.ask(-4, AUTH, auth(100)))?.error).toBe(-115);
    expect(await client.next()).toBeUndefined(); // as after any failed authentication
  });
});

// A request after the end of its connection is not served, even if it arrived in the same
// write as the request that ended the connection.

import { once } from 'node:events';
import { connect } from 'node:net';
import { EmbeddedZooKeeper } from '.';
import { JuteWriter } from './wire/jute';
import { onBoth } from './testing/on-both';
import { RawClient } from './comparison/raw-client';

const [CREATE, EXISTS, GET_DATA, CLOSE, AUTH, SET_WATCHES] = [1, 3, 4, -11, 100, 101];
const EPHEMERAL = 1;

const request = (xid: number, type: number): JuteWriter => new JuteWriter().int(xid).int(type);

const OPEN = new JuteWriter().int(1).int(31).string('world').string('anyone').body();
const OPEN_AND_PERSISTENT = new JuteWriter().bytes(OPEN).int(0).body();

const creation = (path: string, flags = EPHEMERAL): JuteWriter =>
  request(7, CREATE).string(path).buffer(Buffer.from('x')).bytes(OPEN).int(flags);

const connectRequest = (session = 0n): JuteWriter =>
  new JuteWriter().int(0).long(0n).int(5_000).long(session).buffer(Buffer.alloc(16));

const frames = (...messages: readonly JuteWriter[]): Buffer =>
  Buffer.concat(messages.map((message) => message.frame()));

const closing = request(6, CLOSE);
const refusedAuth = request(6, AUTH).int(0).string('kerberos').buffer(Buffer.from('x'));

/** Every message until the connection ends, as `xid error`. The xid of an event is −1. */
async function repliesUntilEnd(client: RawClient): Promise<string[]> {
  const replies: string[] = [];
  for (let reply = await client.next(); reply !== undefined; reply = await client.next()) {
    const xid = reply.int();
    reply.long();
    replies.push(`${xid} ${reply.int()}`);
  }
  return replies;
}

async function openSession(address: string): Promise<RawClient> {
  const client = await RawClient.to(address);
  await client.hello();
  return client;
}

/** The error code of exists: 0 if the node exists. */
async function errorOfExists(address: string, path: string): Promise<number | undefined> {
  const client = await openSession(address);
  const reply = await client.ask(1, EXISTS, (r) => r.string(path).bool(false));
  client.socket.destroy();
  return reply?.error;
}

onBoth((server) => {
  test.each([
    ['a close of its session', frames(closing), ['6 0']],
    ['a failed authentication', frames(refusedAuth), ['6 -115']],
    ['a frame with a negative length', Buffer.from('ffffffff', 'hex'), []],
    ['a frame that is too long', Buffer.from('00100000', 'hex'), []],
    ['a request without an operation', Buffer.from('0000000400000001', 'hex'), []],
  ])('a create after %s, in the same write, creates no node', async (_what, end, replies) => {
    const client = await openSession(server.address);
    client.socket.write(Buffer.concat([end, frames(creation('/late'), creation('/late', 0))]));
    // The real server may reject the later requests with "session expired".
    const answers = (await repliesUntilEnd(client)).filter((answer) => answer !== '7 -112');
    expect(answers).toEqual(replies);
    expect(await errorOfExists(server.address, '/late')).toBe(-101);
  });
});

describe('the embedded server', () => {
  const server = new EmbeddedZooKeeper();
  beforeEach(() => server.start());
  afterEach(async () => {
    await server.stop();
    server.wipe();
  });

  const watches = request(8, SET_WATCHES).long(0n).int(1).string('/none').int(0).int(0);

  test.each([
    ['a close of the session', closing, ['6 0']],
    ['a failed authentication', refusedAuth, ['6 -115']],
    ['an unknown operation', request(6, 77), ['6 -6']],
  ])('sends no reply after %s', async (_what, end, replies) => {
    const client = await openSession(server.address);
    client.socket.write(frames(end, creation('/late', 0), watches, request(9, 11), closing));
    expect(await repliesUntilEnd(client)).toEqual(replies);
    expect(await errorOfExists(server.address, '/late')).toBe(-101);
  });

  test('opens no session on a connection whose first session was rejected', async () => {
    const client = await RawClient.to(server.address);
    client.socket.write(frames(connectRequest(12345n), connectRequest(), creation('/late')));
    expect((await client.next())?.left).toBe(36);
    expect(await client.next()).toBeUndefined();
    expect(server.sessions).toEqual([]);
  });

  test('opens no session on a connection that sent a four-letter word', async () => {
    const [host = '', port] = server.address.split(':');
    const socket = connect(Number(port), host);
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.write(Buffer.concat([Buffer.from('ruok'), frames(connectRequest())]));
    await once(socket, 'close');
    expect(text).toBe('imok');
    expect(server.sessions).toEqual([]);
  });

  test('serves no request that arrived while it was frozen, if its session has expired', async () => {
    const client = await RawClient.to(server.address);
    const session = (await client.hello())?.session ?? 0n;
    server.freeze();
    client.socket.write(frames(creation('/late')));
    expect(server.expire(session)).toBe(true);
    server.thaw();
    expect(await repliesUntilEnd(client)).toEqual([]);
    expect(await errorOfExists(server.address, '/late')).toBe(-101);
  });

  test('sends no event to a closed session, but still delivers its replies', async () => {
    const [client, other] = [await openSession(server.address), await openSession(server.address)];
    const big = (r: JuteWriter): JuteWriter =>
      r.string('/big').buffer(Buffer.alloc(1_000_000)).bytes(OPEN_AND_PERSISTENT);
    await other.ask(1, CREATE, big);
    const reading = request(2, GET_DATA).string('/big').bool(true);
    client.socket.write(frames(...Array.from({ length: 24 }, () => reading), closing));
    while (server.sessions.length > 1) await other.ask(-2, 11);
    client.socket.pause();
    expect((await other.ask(3, 2, (r) => r.string('/big').int(-1)))?.error).toBe(0);
    client.socket.resume();
    expect(await repliesUntilEnd(client)).toEqual([
      ...Array.from({ length: 24 }, () => '2 0'),
      '6 0',
    ]);
    other.socket.destroy();
  });
});

// The servers on node:net, which cannot stop accepting, beyond their limit of
// connections. The clients here are blocking sockets: node:net may report a reset that
// arrives with the last bytes as the end of the stream.

import { close, connect, send, setsockopt, socket, tryRecv } from '@bytes-up/posix';
import { SO_RCVTIMEO, SOL_SOCKET, SystemError } from '@bytes-up/posix';
import { frames, ServerFixture } from '@bytes-up/testkit';
import { SERVERS } from './testing/servers';

const WITHIN_MS = 180_000;
/** The descriptors that a server may have, and a larger number of clients. */
const FILES = 48;
const CLIENTS = 80;
const CALL = frames({ in: 'ping', params: 'x'.repeat(1000) });
const REFUSING = SERVERS.filter(({ name }) => /^(12 net|13|14 node|15|17)/.test(name));
const fixture = new ServerFixture();
const clients: number[] = [];

afterEach(async () => {
  clients.splice(0).forEach(close);
  await fixture.clear();
});

test.each(REFUSING)(
  '$name: a client that has sent its call before it is refused reads the whole refusal, and no reset',
  async ({ name, command }) => {
    const limited = ['bash', '-c', `ulimit -n ${FILES}; exec "$@"`, '-', ...command];
    const oneWorker = /^1[347]/.test(name) ? ['--workers', '1'] : [];
    const server = await fixture.serve(...limited, ...oneWorker);
    // If both signals came while a worker is being forked, Linux would keep SIGSTOP for
    // it and drop SIGCONT. This one has served a call, so it exists.
    expect(outcome(calling())).toBe('pong');
    // every call has arrived before its connection is accepted
    server.killGroup('SIGSTOP');
    for (let n = 0; n < CLIENTS; n++) clients.push(calling());
    server.killGroup('SIGCONT');
    // The last one is accepted last: once it is refused, no other one will be. Those that
    // are served leave, in case another one is waiting.
    const ends = [outcome(clients.pop())];
    while (clients.length > 0) ends.push(outcome(clients.shift()));
    expect(ends[0]).toBe('UNAVAILABLE, then the end');
    expect(new Set(ends)).toEqual(new Set(['pong', 'UNAVAILABLE, then the end']));
    expect(ends.filter((end) => end !== 'pong').length).toBeGreaterThan(CLIENTS / 2);
    expect(await fixture.stop()).toMatchObject({ code: 0 });
  },
);

/**
 * A client that has sent its call. The server need not run for that: the kernel completes
 * the connection.
 */
function calling(): number {
  const client = socket();
  connect(client, fixture.server.address);
  setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, WITHIN_MS);
  send(client, CALL);
  return client;
}

/** What it reads before it leaves: an answer, or everything until the end. */
function outcome(client = -1): string {
  const room = Buffer.alloc(64 * 1024);
  let length = 0;
  try {
    for (;;) {
      const count = tryRecv(client, room.subarray(length));
      if (count === 0) break;
      if (count === 'EAGAIN') throw new Error('no answer');
      if (count !== 'EINTR') length += count;
      if (room.includes('"pong"')) return 'pong';
    }
    return `${codeOf(room.subarray(0, length))}, then the end`;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return `${codeOf(room.subarray(0, length))}, then ${error.code}`;
  } finally {
    close(client);
  }
}

/** The code in one complete frame. */
function codeOf(bytes: Buffer): string {
  if (bytes.length < 4 || bytes.length !== 4 + bytes.readUInt32LE(0))
    return `${bytes.length} bytes`;
  const { result } = JSON.parse(bytes.toString('utf8', 4)) as { result: { code: string } };
  return result.code;
}

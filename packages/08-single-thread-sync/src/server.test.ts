// The server as a process: who waits, and how a process that blocks is stopped.

import { close, connect, MSG_DONTWAIT, recv, send, socket, tryRecv } from '@bytes-up/posix';
import type { ServerProcess } from '@bytes-up/testkit';
import { frames, ServerFixture, type TestClient } from '@bytes-up/testkit';
import { subject } from './testing/subject';

/** How long the end of the server is waited for: long, since the machine may be busy. */
const WITHIN_MS = 60_000;
const fixture = new ServerFixture();
let server: ServerProcess;

afterEach(() => fixture.clear());

async function serve(...flags: string[]): Promise<void> {
  server = await fixture.serve(...subject().command, '--test-methods', ...flags);
}

test('the second client connects and sends, both succeed, and it waits until the first has left', async () => {
  await serve();
  const first = await fixture.client();
  await first.send({ in: 'ping' });
  await first.receive(1);
  const second = socket();
  try {
    connect(second, fixture.server.address); // blocks until it has succeeded
    const request = frames({ in: 'ping', params: 'I wait' });
    expect(send(second, request)).toBe(request.length);
    // A round trip of the first client later, the second one still has nothing.
    await first.send({ in: 'ping' });
    await first.receive(2);
    expect(tryRecv(second, Buffer.alloc(100), MSG_DONTWAIT)).toBe('EAGAIN');
    first.close();
    await server.logged(/^connection 2 .* opened$/);
    const room = Buffer.alloc(100);
    const answer = room.subarray(0, recv(second, room));
    expect(answer).toEqual(frames({ out: 'pong', result: 'I wait' }));
  } finally {
    close(second);
  }
});

describe('stop', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s ends a server that blocks in accept',
    async (name) => {
      await serve();
      server.signal(name);
      expect(await server.finished(WITHIN_MS)).toEqual({ code: 0, signal: null });
    },
  );

  test('SIGTERM ends a server that blocks in recv, and its client sees the end', async () => {
    await serve();
    const idle = await fixture.client();
    await idle.send({ in: 'ping' });
    await idle.receive(1);
    server.signal('SIGTERM');
    await idle.end();
    idle.socket.end();
    expect(await server.finished(WITHIN_MS)).toEqual({ code: 0, signal: null });
    expect(server.log.at(-1)).toMatch(/closed: server is stopping$/);
  });

  test('a server that blocks in send is done within the grace', async () => {
    // nothing but the grace ends it
    await serve('--grace-ms', '600', '--write-timeout-ms', '600000');
    await takeTooLittle(await fixture.client());
    server.signal('SIGTERM');
    expect(await server.finished(WITHIN_MS)).toEqual({ code: 0, signal: null });
    expect(server.log.at(-1)).toMatch(/closed: grace period expired$/);
  });

  test('clients in the backlog are let go: nothing of theirs was read', async () => {
    await serve();
    const first = await fixture.client();
    await first.send({ in: 'ping' });
    await first.receive(1);
    const waiting = await fixture.client();
    await waiting.send({ in: 'ping' });
    server.signal('SIGTERM');
    await waiting.end();
    expect(waiting.answers).toEqual([]);
  });

  test.each([
    ['SIGTERM', 'SIGTERM'],
    ['SIGTERM', 'SIGINT'],
    ['SIGINT', 'SIGINT'],
  ] as const)('a second signal ends it at once: %s, %s', async (one, two) => {
    await serve('--grace-ms', '60000');
    await takeTooLittle(await fixture.client());
    const behind = await fixture.client();
    server.signal(one);
    // it was in the backlog: the listener is closed, so the first signal was noticed
    await behind.end();
    server.signal(two);
    expect(await server.finished(WITHIN_MS)).toEqual({ code: null, signal: two });
  });
});

/**
 * Asks for far more than the kernel's buffers hold, and reads no further than the first
 * answer: the server blocks in send.
 */
async function takeTooLittle(greedy: TestClient): Promise<void> {
  await greedy.send(...Array.from({ length: 8 }, () => ({ in: 'blob', params: { bytes: 4e6 } })));
  await greedy.receive(1);
  greedy.socket.pause();
}

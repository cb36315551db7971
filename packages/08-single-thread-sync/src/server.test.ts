// The server as a process: which client waits, and how a process that blocks is stopped.

import { close, connect, MSG_DONTWAIT, recv, send, socket, tryRecv } from '@bytes-up/posix';
import type { ServerProcess } from '@bytes-up/testkit';
import { frames, ServerFixture, type TestClient } from '@bytes-up/testkit';
import { subject } from './testing/subject';

/** How long to wait for the server to exit: long, because the machine may be busy. */
const WITHIN_MS = 60_000;
const fixture = new ServerFixture();
let server: ServerProcess;

afterEach(() => fixture.clear());

async function serve(...flags: string[]): Promise<void> {
  server = await fixture.serve(...subject().command, '--test-methods', ...flags);
}

test('a second client can connect and send, and its answer comes when the first has left', async () => {
  await serve();
  const first = await fixture.client();
  await first.send({ in: 'ping' });
  await first.receive(1);
  const second = socket();
  try {
    connect(second, fixture.server.address); // blocks until it has succeeded
    const request = frames({ in: 'ping', params: 'I wait' });
    expect(send(second, request)).toBe(request.length);
    // After another round trip of the first client, the second still has no answer.
    await first.send({ in: 'ping' });
    await first.receive(2);
    expect(tryRecv(second, Buffer.alloc(100), MSG_DONTWAIT)).toBe('EAGAIN');
    first.close();
    await server.logged(/^connection 2 .* opened$/);
    const buffer = Buffer.alloc(100);
    const answer = buffer.subarray(0, recv(second, buffer));
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

  test('SIGTERM ends a server that blocks in recv, and its client sees the end of the stream', async () => {
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

  test('a server that blocks in send stops within the grace period', async () => {
    // only the grace period can end it
    await serve('--grace-ms', '600', '--write-timeout-ms', '600000');
    await stopReading(await fixture.client());
    server.signal('SIGTERM');
    expect(await server.finished(WITHIN_MS)).toEqual({ code: 0, signal: null });
    expect(server.log.at(-1)).toMatch(/closed: grace period expired$/);
  });

  test('after the signal the clients in the backlog get no answer: their requests are never read', async () => {
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
  ] as const)('a second signal ends the server at once: %s, %s', async (one, two) => {
    await serve('--grace-ms', '60000');
    await stopReading(await fixture.client());
    const inBacklog = await fixture.client();
    server.signal(one);
    // The listener is closed now, so the server has noticed the first signal.
    await inBacklog.end();
    server.signal(two);
    expect(await server.finished(WITHIN_MS)).toEqual({ code: null, signal: two });
  });
});

/**
 * Requests far more than the kernel's buffers hold, and stops reading after the first
 * answer, so the server blocks in send.
 */
async function stopReading(client: TestClient): Promise<void> {
  await client.send(...Array.from({ length: 8 }, () => ({ in: 'blob', params: { bytes: 4e6 } })));
  await client.receive(1);
  client.socket.pause();
}

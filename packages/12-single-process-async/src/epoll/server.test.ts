// The loop by hand as a process: what partial writes, unread answers and long turns mean
// to its clients.

import type { ServerProcess } from '@bytes-up/testkit';
import { ServerFixture } from '@bytes-up/testkit';
import { engines } from '../testing/subject';

const [, epoll] = engines;
const WITHIN_MS = 60_000;
const fixture = new ServerFixture();
let server: ServerProcess;

afterEach(() => fixture.clear());

async function serve(...flags: string[]): Promise<void> {
  server = await fixture.serve(...(epoll?.command ?? []), '--test-methods', ...flags);
}

const blobs = (count: number, bytes: number) =>
  Array.from({ length: count }, (_, id) => ({ in: 'blob', params: { bytes }, id }));

test('answers far larger than the kernel takes at once arrive whole and in order', async () => {
  await serve();
  const greedy = await fixture.client();
  await greedy.send(...blobs(8, 4_000_000));
  await greedy.receive(8);
  expect(greedy.answers).toEqual(
    blobs(8, 4_000_000).map(({ id }) => ({ out: 'blob', result: 'x'.repeat(4_000_000), id })),
  );
});

test('a client that is not reading is closed after the write timeout, and no other client notices', async () => {
  await serve('--write-timeout-ms', '500');
  const greedy = await fixture.client();
  greedy.socket.pause(); // a client that reads first may be too slow for that timeout
  await greedy.send(...blobs(50, 4_000_000)); // 200 MB, if all were answered
  const other = await fixture.client();
  await other.send({ in: 'ping', params: 'meanwhile' });
  await other.receive(1);
  expect(other.answers).toEqual([{ out: 'pong', result: 'meanwhile' }]);
  await server.logged(/^connection 1 .* closed: client is not reading$/);
});

test.each(engines)(
  '$name stops reading from a client that does not read: its requests fill the kernel buffers',
  async ({ command }) => {
    await fixture.serve(...command, '--write-timeout-ms', '600000'); // no timeout here
    const greedy = await fixture.client();
    greedy.socket.pause();
    const params = 'x'.repeat(1_000_000);
    const send = greedy.send(
      ...Array.from({ length: 64 }, (_, id) => ({ in: 'ping', params, id })),
    );
    let taken = false;
    send.then(
      () => (taken = true),
      () => undefined, // the end of the test
    );
    // In this many turns the loop could have read all of it, at 64 KiB per turn.
    const other = await fixture.client();
    for (let n = 0; n < 2_000; n++) await other.call({ in: 'ping' });
    expect(taken).toBe(false);
  },
);

test('at maxConnections the loop does not watch the listening socket: the next client waits in the backlog', async () => {
  await serve('--max-connections', '1');
  const first = await fixture.client();
  await first.send({ in: 'ping' });
  await first.receive(1);
  const second = await fixture.client();
  await second.send({ in: 'ping', params: 'second' });
  await first.send({ in: 'ping' });
  await first.receive(2); // a round trip later the second client still waits
  expect(second.answers).toEqual([]);
  expect(server.log.filter((line) => line.endsWith('opened'))).toHaveLength(1);
  first.close();
  await second.receive(1);
  expect(second.answers).toEqual([{ out: 'pong', result: 'second' }]);
});

test('handlers are synchronous, by type: there is no method that waits', async () => {
  await serve();
  const one = await fixture.client();
  await one.send({ in: 'sleep', params: { ms: 1 }, id: 1 });
  await one.receive(1);
  expect(one.answers).toMatchObject([{ out: 'error', id: 1 }]);
  expect(JSON.stringify(one.answers)).toContain('UNIMPLEMENTED');
});

test('the second signal ends it at once', async () => {
  await serve('--grace-ms', '60000');
  const greedy = await fixture.client();
  await greedy.send(...blobs(8, 4_000_000));
  await greedy.receive(1);
  greedy.socket.pause();
  const idle = await fixture.client();
  await idle.send({ in: 'ping' });
  await idle.receive(1);
  server.signal('SIGTERM');
  await idle.end(); // the first signal was noticed
  server.signal('SIGINT');
  expect(await server.finished(WITHIN_MS)).toEqual({ code: null, signal: 'SIGINT' });
});

// The server as a process: a child for each client, and how each child ends.

import { readdirSync } from 'node:fs';
import { eventually, groupMembers, holdersOf, zombiesIn } from '@bytes-up/testkit';
import { BLOBS, ctrlCWhileItSends, ServerFixture, until, untilIdle } from '@bytes-up/testkit';
import { server } from './testing/subject';

const WITHIN_MS = 60_000;
const fixture = new ServerFixture();

afterEach(() => fixture.clear());

/** How many descriptors the process has open. */
const descriptorsOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** The process that serves the nth connection, by the log. */
async function childOf(n: number): Promise<number> {
  const name = (await fixture.openings(n + 1))[n] ?? '';
  return Number(name.replace('process ', ''));
}

test('each client is served by its own process, and only that process holds the connection', async () => {
  const { pid } = await fixture.serve(...server());
  const clients = [await fixture.served(), await fixture.served(), await fixture.served()];
  const processes = await Promise.all(clients.map((_, n) => childOf(n)));
  expect(new Set([pid, ...processes]).size).toBe(4);
  const { port } = fixture.server.address;
  for (const [n, { socket }] of clients.entries()) {
    const holders = (): number[] => holdersOf(pid, port, socket.localPort ?? 0);
    // The parent closes its copy after the fork: perhaps after the child has answered.
    await until('one holder', () => holders().length === 1);
    expect(holders()).toEqual([processes[n]]);
  }
});

test('a child that ends is reaped, even if no other client connects', async () => {
  const { pid } = await fixture.serve(...server());
  const client = await fixture.served();
  expect(groupMembers(pid)).toHaveLength(2);
  client.close();
  const reaped = (): boolean => groupMembers(pid).length === 1 && zombiesIn(pid).length === 0;
  expect(await eventually(reaped, WITHIN_MS)).toBe(true);
});

test('a hundred connections in a row leave no zombie and no descriptor', async () => {
  const { pid } = await fixture.serve(...server('--quiet'));
  (await fixture.served()).close();
  const none = (): boolean => groupMembers(pid).length === 1 && zombiesIn(pid).length === 0;
  expect(await eventually(none, WITHIN_MS)).toBe(true);
  const before = descriptorsOf(pid);
  for (let n = 0; n < 100; n++) (await fixture.served()).close();
  expect(await eventually(none, WITHIN_MS)).toBe(true);
  expect(descriptorsOf(pid)).toBe(before);
});

test('at the maximum number of children the next client waits until one has ended', async () => {
  const { pid } = await fixture.serve(...server('--max-connections', '2'));
  const [first] = [await fixture.served(), await fixture.served()];
  const third = await fixture.client();
  await third.send({ in: 'ping', params: 'third' });
  await untilIdle(pid); // a child for it would have answered by now
  expect(third.answers).toEqual([]);
  expect(groupMembers(pid)).toHaveLength(3);
  first?.close();
  await third.receive(1);
  expect(third.answers).toEqual([{ out: 'pong', result: 'third' }]);
});

test('a child that is killed ends one connection and nothing else', async () => {
  const { pid } = await fixture.serve(...server());
  const first = await fixture.served();
  const other = await fixture.served();
  process.kill(await childOf(0), 'SIGKILL');
  await first.end();
  expect(await other.call({ in: 'ping', params: 'alive' })).toMatchObject({ result: 'alive' });
  await fixture.served();
  expect(await eventually(() => zombiesIn(pid).length === 0, WITHIN_MS)).toBe(true);
});

test('a child that gets SIGTERM answers the requests that it has read', async () => {
  await fixture.serve(...server('--test-methods', '--grace-ms', '60000'));
  const client = await fixture.served();
  const calls = Array.from({ length: BLOBS }, (_, id) => ({
    in: 'blob',
    params: { bytes: 4e6 },
    id,
  }));
  await client.send(...calls);
  // the answers to the ping and to the first call: the child has read all of them
  await client.receive(2);
  client.socket.pause(); // it blocks in send
  process.kill(await childOf(0), 'SIGTERM');
  client.socket.resume();
  const answers = await client.end();
  expect(answers.slice(1)).toMatchObject(calls.map(({ id }) => ({ out: 'blob', id })));
});

test('at ctrl-C the requests that were read are answered, and those that the kernel had received are refused', async () => {
  await fixture.serve(...server('--test-methods', '--grace-ms', '60000'));
  const answers = await ctrlCWhileItSends(fixture);
  expect(answers.map(({ out, id }) => [out, id])).toEqual([
    ...Array.from({ length: BLOBS }, (_, id) => ['blob', id]),
    ['error', 'unread'],
  ]);
  expect(answers.at(-1)?.result).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  expect(await fixture.server.process.finished(WITHIN_MS)).toEqual({ code: 0, signal: null });
});

test('a client that is not reading delays the exit by the grace period at most', async () => {
  const noWriteTimeout = ['--write-timeout-ms', '600000'];
  await fixture.serve(...server('--test-methods', '--grace-ms', '600', ...noWriteTimeout));
  const client = await fixture.served();
  await client.send(...Array.from({ length: 8 }, () => ({ in: 'blob', params: { bytes: 4e6 } })));
  await client.receive(2);
  client.socket.pause();
  expect(await fixture.stop('SIGINT')).toEqual({ code: 0, signal: null });
});

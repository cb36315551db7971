// The server as a process with many threads: one for each client, or a pool.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  BLOBS,
  ctrlCWhileItSends,
  eventually,
  groupMembers,
  holdersOf,
  ServerFixture,
  type TestClient,
  typescriptCommand,
  untilSleptAgain,
} from '@bytes-up/testkit';
import { server } from './testing/subject';

const WITHIN_MS = 60_000;
const fixture = new ServerFixture();

afterEach(() => fixture.clear());

const threadsOf = (pid: number): number => readdirSync(`/proc/${pid}/task`).length;

test('each client is served by a thread of its own, all of them in one process', async () => {
  const { pid } = await fixture.serve(...server());
  const clients = [await fixture.served(), await fixture.served(), await fixture.served()];
  const threads = await fixture.openings(3);
  expect(new Set(threads).size).toBe(3);
  expect(threads.every((name) => /^thread \d+$/.test(name))).toBe(true);
  expect(groupMembers(pid)).toEqual([pid]);
  for (const { socket } of clients) {
    expect(holdersOf(pid, fixture.server.address.port, socket.localPort ?? 0)).toEqual([pid]);
  }
});

test.each(['thread', 'pool'])('--engine %s serves a module of one’s own', async (engine) => {
  const file = join(__dirname, 'testing/serve-greeting.ts');
  await fixture.serve(...typescriptCommand(file, '--engine', engine));
  const client = await fixture.client();
  const answer = await client.call({ in: 'greet', params: 'you' });
  expect(answer).toEqual({ out: 'greeting', result: 'hello you' });
});

test('a thread ends with its client', async () => {
  const { pid } = await fixture.serve(...server());
  const before = threadsOf(pid);
  const client = await fixture.served();
  expect(threadsOf(pid)).toBeGreaterThan(before);
  client.close();
  expect(await eventually(() => threadsOf(pid) === before, WITHIN_MS)).toBe(true);
});

test('at the bound of threads the next client waits until somebody leaves', async () => {
  const { pid } = await fixture.serve(...server('--max-connections', '2'));
  const [first] = [await fixture.served(), await fixture.served()];
  const third = await waiting('third');
  await untilSleptAgain(pid, 3); // the main thread looked, and started none
  expect(holdersOf(pid, fixture.server.address.port, third.socket.localPort ?? 0)).toEqual([]);
  expect(third.answers).toEqual([]);
  first?.close();
  await third.receive(1);
  expect(third.answers).toEqual([{ out: 'pong', result: 'third' }]);
});

test('three hundred clients are served at the same time', async () => {
  await fixture.serve(...server('--quiet'));
  const clients = await Promise.all(Array.from({ length: 300 }, () => fixture.client()));
  const calls = clients.map((client, n) => client.call({ in: 'ping', params: n }));
  const answers = await Promise.all(calls); // nobody has left: each has a thread
  expect(answers).toEqual(clients.map((_, n) => ({ out: 'pong', result: n })));
});

test('a pool serves as many clients as it has threads; the next one waits until somebody leaves', async () => {
  const { pid } = await fixture.serve(...server('--engine', 'pool', '--workers', '2'));
  const [first] = [await fixture.served(), await fixture.served()];
  const third = await waiting('third');
  await untilSleptAgain(pid, 10); // a further thread would be there by now
  expect(third.answers).toEqual([]);
  first?.close();
  await third.receive(1);
  const [one, two, again] = await fixture.openings(3);
  expect(one).not.toBe(two);
  expect(again).toBe(one); // a thread of the pool serves one client after the other
});

test('a handler that throws is an answer, and its thread goes on', async () => {
  await fixture.serve(...server('--test-methods'));
  const client = await fixture.served();
  expect(await client.call({ in: 'fail', params: null, id: 1 })).toMatchObject({ out: 'error' });
  expect(await client.call({ in: 'ping', params: 2 })).toMatchObject({ result: 2 });
  expect(await fixture.openings(1)).toHaveLength(1);
});

test('at ctrl-C the calls that were read are answered, and what the kernel had received is refused', async () => {
  await fixture.serve(...server('--test-methods', '--grace-ms', '60000'));
  const answers = await ctrlCWhileItSends(fixture);
  expect(answers.map(({ out, id }) => [out, id])).toEqual([
    ...Array.from({ length: BLOBS }, (_, id) => ['blob', id]),
    ['error', 'unread'],
  ]);
  expect(answers.at(-1)?.result).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  expect(await fixture.server.process.finished(WITHIN_MS)).toEqual({ code: 0, signal: null });
});

test('a client that takes no answers delays the end for the grace, no longer', async () => {
  const forEver = ['--write-timeout-ms', '600000'];
  await fixture.serve(...server('--test-methods', '--grace-ms', '600', ...forEver));
  const greedy = await fixture.served();
  await greedy.send(...Array.from({ length: 8 }, () => ({ in: 'blob', params: { bytes: 4e6 } })));
  await greedy.receive(2);
  greedy.socket.pause();
  expect(await fixture.stop('SIGINT')).toEqual({ code: 0, signal: null });
});

/** A client that has asked and waits. */
async function waiting(params: string): Promise<TestClient> {
  const client = await fixture.client();
  await client.send({ in: 'ping', params });
  return client;
}

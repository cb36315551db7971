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
const descriptorsOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

test('each client is served by its own thread, all of them in one process', async () => {
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

test.each(['thread', 'pool'])('--engine %s serves your own service module', async (engine) => {
  const file = join(__dirname, 'testing/serve-greeting.ts');
  await fixture.serve(...typescriptCommand(file, '--engine', engine));
  const client = await fixture.client();
  const answer = await client.call({ in: 'greet', params: 'you' });
  expect(answer).toEqual({ out: 'greeting', result: 'hello you' });
});

test('a thread ends when its client leaves', async () => {
  const { pid } = await fixture.serve(...server());
  const before = threadsOf(pid);
  const client = await fixture.served();
  expect(threadsOf(pid)).toBeGreaterThan(before);
  client.close();
  expect(await eventually(() => threadsOf(pid) === before, WITHIN_MS)).toBe(true);
});

test('at the maximum number of threads the next client waits until another one leaves', async () => {
  const { pid } = await fixture.serve(...server('--max-connections', '2'));
  const [first] = [await fixture.served(), await fixture.served()];
  const third = await waiting('third');
  await untilSleptAgain(pid, 3); // the main thread has polled, and started no thread
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
  const answers = await Promise.all(calls); // no client has left, so each has a thread
  expect(answers).toEqual(clients.map((_, n) => ({ out: 'pong', result: n })));
});

test('a pool serves as many clients as it has threads; the next one waits until one of them leaves', async () => {
  const { pid } = await fixture.serve(...server('--engine', 'pool', '--workers', '2'));
  const [first] = [await fixture.served(), await fixture.served()];
  const third = await waiting('third');
  await untilSleptAgain(pid, 10); // another thread would have started by now
  expect(third.answers).toEqual([]);
  first?.close();
  await third.receive(1);
  const [one, two, again] = await fixture.openings(3);
  expect(one).not.toBe(two);
  expect(again).toBe(one); // a thread of the pool serves one client after the other
});

test('a thread of the pool that ended is replaced, and leaves no descriptor open', async () => {
  const file = join(__dirname, 'testing/serve-greeting.ts');
  const { pid } = await fixture.serve(...typescriptCommand(file, '--engine', 'pool'));
  const greeted = async (): Promise<TestClient> => {
    const client = await fixture.client();
    await client.call({ in: 'greet', params: 'you' });
    return client;
  };
  let client = await greeted();
  const before = descriptorsOf(pid);
  for (let thread = 1; thread <= 3; thread++) {
    await client.send({ in: 'leave' });
    expect(await client.end()).toHaveLength(1); // the greeting
    client = await greeted();
  }
  expect(await eventually(() => descriptorsOf(pid) === before, WITHIN_MS)).toBe(true);
});

test('a handler that throws is answered with an error, and its thread goes on', async () => {
  await fixture.serve(...server('--test-methods'));
  const client = await fixture.served();
  expect(await client.call({ in: 'fail', params: null, id: 1 })).toMatchObject({ out: 'error' });
  expect(await client.call({ in: 'ping', params: 2 })).toMatchObject({ result: 2 });
  expect(await fixture.openings(1)).toHaveLength(1);
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

/** A client that has sent a request and waits for the answer. */
async function waiting(params: string): Promise<TestClient> {
  const client = await fixture.client();
  await client.send({ in: 'ping', params });
  return client;
}

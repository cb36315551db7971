// The server as processes: workers that are forked in advance, wait in accept, and are
// replaced when they die.

import { readFileSync } from 'node:fs';
import { eventually, groupMembers, holdersOf, zombiesIn } from '@bytes-up/testkit';
import {
  servedBy,
  ServerFixture,
  tally,
  untilSleptAgain,
  type TestClient,
} from '@bytes-up/testkit';
import { server } from './testing/subject';

const WITHIN_MS = 60_000;
/**
 * A worker returns to accept after this time, to poll its stop flag, and is the last in
 * the queue then.
 */
const IN_ACCEPT_MS = 1_000;
const fixture = new ServerFixture();

afterEach(() => fixture.clear());

async function serve(workers: number, ...flags: string[]): Promise<number> {
  const { pid } = await fixture.serve(...server('--workers', String(workers), ...flags));
  const full = (): boolean => groupMembers(pid).length === workers + 1;
  expect(await eventually(full, WITHIN_MS)).toBe(true);
  return pid;
}

const workersOf = (master: number): number[] =>
  groupMembers(master).filter((pid) => pid !== master);

/**
 * Whether the process is blocked in accept, according to the kernel (`man 5 proc`,
 * wchan).
 */
const isInAccept = (pid: string): boolean =>
  readFileSync(`/proc/${pid}/wchan`, 'latin1') === 'inet_csk_accept';

const isAsleep = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/wchan`, 'latin1') === 'hrtimer_nanosleep';

/**
 * Sends the master through one round of its loop: a signal wakes it, and when it sleeps
 * again it has done everything that it does in a round.
 */
async function runOneRound(master: number): Promise<void> {
  const slept = untilSleptAgain(master, 1);
  process.kill(master, 'SIGCHLD');
  await slept;
}

test('the workers are forked before a client connects', async () => {
  const master = await serve(3);
  expect(workersOf(master)).toHaveLength(3);
  expect(servedBy(fixture.server.process.log)).toEqual([]);
});

test('as many clients are served as there are workers; the next one waits until one of them leaves', async () => {
  const master = await serve(2);
  const [first] = [await fixture.served(), await fixture.served()];
  const third = await fixture.client();
  await third.send({ in: 'ping', params: 'third' });
  await runOneRound(master);
  expect(third.answers).toEqual([]);
  first?.close();
  await third.receive(1);
  expect(third.answers).toEqual([{ out: 'pong', result: 'third' }]);
  const [one, two, again] = await fixture.openings(3);
  expect(one).not.toBe(two);
  expect(again).toBe(one); // the worker that has become free
});

test('a connection is open in the worker that serves it, and in no other process', async () => {
  const master = await serve(3);
  const client = await fixture.served();
  const [name] = await fixture.openings(1);
  expect(holdersOf(master, fixture.server.address.port, client.socket.localPort ?? 0)).toEqual([
    Number(name?.replace('process ', '')),
  ]);
});

test('the master never accepts, even while all workers are busy', async () => {
  const master = await serve(1);
  const busy = await fixture.served();
  const waiting = await fixture.client();
  await waiting.send({ in: 'ping' });
  const holders = (): number[] =>
    holdersOf(master, fixture.server.address.port, waiting.socket.localPort ?? 0);
  expect(holders()).toEqual([]);
  for (let round = 0; round < 3; round++) {
    await runOneRound(master);
    expect(holders()).toEqual([]);
  }
  busy.close();
  await waiting.receive(1);
  const [first, second] = await fixture.openings(2);
  expect(second).toBe(first); // the only worker
});

test('workers in accept take turns: the one that has waited longest gets the next client', async () => {
  await serve(4);
  let clients: TestClient[] = [];
  let opened = 0;
  const four = async (): Promise<readonly string[]> => {
    clients = [];
    for (let n = 0; n < 4; n++) clients.push(await fixture.served());
    opened += 4;
    return (await fixture.openings(opened)).slice(-4);
  };
  let inOrder = await four();
  expect(tally(inOrder).size).toBe(4);
  for (;;) {
    const beganAtMs = performance.now();
    // They return to accept in this order: each is seen there before the next client
    // leaves.
    for (const [n, client] of clients.entries()) {
      client.close();
      const pid = inOrder[n]?.replace('process ', '') ?? '';
      expect(await eventually(() => isInAccept(pid), WITHIN_MS)).toBe(true);
    }
    const next = await four();
    const tookMs = performance.now() - beganAtMs;
    if (next.join() === inOrder.join()) return;
    // If this took longer, one may have left the queue: on a busy machine it proves
    // nothing.
    if (tookMs < IN_ACCEPT_MS) expect(next).toEqual(inOrder);
    inOrder = next;
  }
});

test('a worker that is killed is replaced, and the new one serves', async () => {
  const master = await serve(1);
  const [first] = workersOf(master);
  process.kill(first ?? NaN, 'SIGKILL');
  await fixture.server.process.logged(
    new RegExp(`^process ${first} was killed by SIGKILL; restarting$`),
  );
  await fixture.served();
  const [second] = workersOf(master);
  expect(await fixture.openings(1)).toEqual([`process ${second}`]);
  expect(second).not.toBe(first);
  expect(zombiesIn(master)).toEqual([]);
});

test('without clients the master sleeps, and each worker is blocked in accept', async () => {
  const master = await serve(2);
  for (const pid of workersOf(master)) {
    expect(await eventually(() => isInAccept(String(pid)), WITHIN_MS)).toBe(true);
  }
  expect(await eventually(() => isAsleep(master), WITHIN_MS)).toBe(true);
});

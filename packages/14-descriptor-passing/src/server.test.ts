// The server as its clients see it. Both engines, sendmsg and node, must pass the same
// tests.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { eventually, groupMembers, holdersOf, socketsOf, zombiesIn } from '@bytes-up/testkit';
import { ServerFixture, tally, untilSleptAgain } from '@bytes-up/testkit';
import { server } from './testing/subject';

const WITHIN_MS = 60_000;
/** What waits, waits until the test ends. */
const NO_TIMEOUTS = ['--grace-ms', '600000', '--write-timeout-ms', '600000'];
const fixture = new ServerFixture();

afterEach(() => fixture.clear());

async function serve(engine: string, workers: number, ...flags: string[]): Promise<number> {
  const command = server('--engine', engine, '--workers', String(workers), ...flags);
  const { pid } = await fixture.serve(...command);
  const full = (): boolean => groupMembers(pid).length === workers + 1;
  expect(await eventually(full, WITHIN_MS)).toBe(true);
  return pid;
}

describe.each(['sendmsg', 'node'])('--engine %s', (engine) => {
  test('round robin gives each worker the same number of connections, in turn', async () => {
    await serve(engine, 4);
    for (let n = 0; n < 12; n++) await fixture.served();
    const names = await fixture.openings(12);
    const round = names.slice(0, 4);
    expect(new Set(round).size).toBe(4);
    expect(names).toEqual([...round, ...round, ...round]);
  });

  test('clients that connect at the same time are spread just as evenly', async () => {
    await serve(engine, 4);
    await Promise.all(Array.from({ length: 40 }, () => fixture.served()));
    expect([...tally(await fixture.openings(40)).values()]).toEqual([10, 10, 10, 10]);
  });

  test('least connections makes up for clients that have left', async () => {
    await serve(engine, 2, '--policy', 'least-connections');
    await fixture.served();
    const second = await fixture.served();
    await fixture.served();
    const [a, b, third] = await fixture.openings(3);
    expect([a === b, third]).toEqual([false, a]);
    second.close();
    await fixture.server.process.logged(new RegExp(`^${b} connection 1 .* closed: `));
    await fixture.served();
    await fixture.served();
    expect((await fixture.openings(5)).slice(3)).toEqual([b, b]);
  });

  test('a connection that was passed is open in its worker, and in no other process', async () => {
    const master = await serve(engine, 2);
    const { socket } = await fixture.served();
    const [name] = await fixture.openings(1);
    const worker = Number(name?.replace('process ', ''));
    const holders = (): number[] =>
      holdersOf(master, fixture.server.address.port, socket.localPort ?? 0);
    // The master closes its copy after it has passed the connection on, which may be
    // shortly before or after the client is served.
    expect(await eventually(() => holders().length === 1, WITHIN_MS)).toBe(true);
    expect(holders()).toEqual([worker]);
  });

  test('a worker that is killed is replaced, and the others get connections meanwhile', async () => {
    const master = await serve(engine, 2);
    await fixture.served();
    const [name] = await fixture.openings(1);
    const killed = Number(name?.replace('process ', ''));
    process.kill(killed, 'SIGKILL');
    await fixture.server.process.logged(new RegExp(`^process ${killed} was killed by SIGKILL; `));
    await fixture.served();
    expect(await eventually(() => groupMembers(master).length === 3, WITHIN_MS)).toBe(true);
    expect(groupMembers(master)).not.toContain(killed);
    expect(zombiesIn(master)).toEqual([]);
  });

  test('a worker that was told to stop gets no more connections', async () => {
    const master = await serve(engine, 2, '--test-methods', ...NO_TIMEOUTS);
    const [slow, , idle] = [await fixture.served(), await fixture.served(), await fixture.served()];
    const [first, second] = await fixture.openings(3);
    const [stopping, other] = [first, second].map((name) => Number(name?.replace('process ', '')));
    // what it does not read keeps the worker from ending
    await slow.send(...Array.from({ length: 8 }, () => ({ in: 'blob', params: { bytes: 4e6 } })));
    await slow.receive(2);
    slow.socket.pause();
    process.kill(stopping ?? 0, 'SIGTERM');
    await idle.end(); // it has begun to stop
    await fixture.client(); // on this one's way the master may not know yet
    for (let n = 0; n < 4; n++) {
      const { socket } = await fixture.served();
      const holders = (): number[] =>
        holdersOf(master, fixture.server.address.port, socket.localPort ?? 0);
      expect(await eventually(() => holders().length === 1, WITHIN_MS)).toBe(true);
      expect(holders()).toEqual([other]);
    }
  });

  test('clients that were passed to a worker that dies before it receives them see the end', async () => {
    await serve(engine, 2);
    await fixture.served();
    const [name] = await fixture.openings(1);
    const stopped = Number(name?.replace('process ', ''));
    process.kill(stopped, 'SIGSTOP');
    const turns = [];
    for (let n = 0; n < 6; n++) turns.push(await fixture.client());
    const lost = turns.filter((_client, n) => n % 2 === 1);
    // its answer shows that the master has passed on all before it
    await fixture.served();
    process.kill(stopped, 'SIGKILL');
    for (const client of lost) expect(await client.end()).toEqual([]);
  });
});

test('a worker that is forked while a connection waits to be passed does not keep a copy', async () => {
  const master = await serve('sendmsg', 1);
  const workers = (): readonly number[] => groupMembers(master).filter((pid) => pid !== master);
  const [worker = 0] = workers();
  await fixture.served(); // by then it has closed what it inherited
  const idle = socketsOf(worker).length - 1;
  // it notices the client before it reaps the worker
  process.kill(master, 'SIGSTOP');
  process.kill(worker, 'SIGKILL');
  // until then its channel still takes a connection, which would end with it
  expect(await eventually(() => zombiesIn(master).includes(worker), WITHIN_MS)).toBe(true);
  const client = await fixture.client();
  process.kill(master, 'SIGCONT');
  await client.call({ in: 'ping' });
  client.close();
  await fixture.server.process.logged(/ connection 1 .* closed: /);
  expect(workers().map((pid) => socketsOf(pid).length)).toEqual([idle]);
});

test('no worker holds an end of another worker’s channel', async () => {
  const master = await serve('sendmsg', 4);
  // one client per worker: a worker closes its inherited descriptors before it serves
  for (let n = 0; n < 4; n++) await fixture.served();
  const workers = groupMembers(master).filter((pid) => pid !== master);
  expect(workers.map((pid) => unixSocketsOf(pid))).toEqual([1, 1, 1, 1]);
  expect(unixSocketsOf(master)).toBe(4);
});

test('at --max-connections the master accepts no client until another one leaves', async () => {
  const master = await serve('sendmsg', 2, '--max-connections', '2');
  const [first] = [await fixture.served(), await fixture.served()];
  const third = await fixture.client();
  await third.send({ in: 'ping', params: 'third' });
  // A signal wakes the master, so it would accept the third client now.
  const sleptAgain = untilSleptAgain(master, 1);
  process.kill(master, 'SIGCHLD');
  await sleptAgain;
  expect(holdersOf(master, fixture.server.address.port, third.socket.localPort ?? 0)).toEqual([]);
  expect(third.answers).toEqual([]);
  first?.close();
  await third.receive(1);
  expect(third.answers).toEqual([{ out: 'pong', result: 'third' }]);
});

/** The number of UNIX sockets that a process has open, without its standard streams. */
function unixSocketsOf(pid: number): number {
  const rows = readFileSync('/proc/net/unix', 'latin1').trim().split('\n').slice(1);
  const inodes = new Set(rows.map((row) => `socket:[${row.trim().split(/\s+/)[6]}]`));
  const own = readdirSync(`/proc/${pid}/fd`).filter((fd) => Number(fd) > 2);
  return own.filter((fd) => inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`))).length;
}

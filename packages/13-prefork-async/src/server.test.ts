// The server as its clients see it. Both engines, fork and cluster, must pass the same
// tests.

import { eventually, groupMembers, holdersOf, zombiesIn } from '@bytes-up/testkit';
import { servedBy, ServerFixture, tally } from '@bytes-up/testkit';
import { server } from './testing/subject';

const WITHIN_MS = 60_000;
const fixture = new ServerFixture();

afterEach(() => fixture.clear());

describe.each(['fork', 'cluster'])('--engine %s', (engine) => {
  async function serve(workers: number, ...flags: string[]): Promise<number> {
    const command = server('--engine', engine, '--workers', String(workers), ...flags);
    const { pid } = await fixture.serve(...command);
    const full = (): boolean => groupMembers(pid).length === workers + 1;
    expect(await eventually(full, WITHIN_MS)).toBe(true);
    return pid;
  }

  test('there is one process per worker, and each serves many clients at a time', async () => {
    const master = await serve(2);
    const clients = await Promise.all(Array.from({ length: 20 }, () => fixture.served()));
    // all are connected
    await Promise.all(clients.map((client) => client.call({ in: 'ping' })));
    const counts = tally(await fixture.openings(20));
    const workers = groupMembers(master).filter((pid) => pid !== master);
    for (const name of counts.keys()) expect(workers).toContain(Number(name.split(' ')[1]));
    expect(Math.max(...counts.values())).toBeGreaterThan(1);
  });

  test('a connection is open in one worker, and in no other process', async () => {
    const master = await serve(3);
    const client = await fixture.served();
    const [name] = await fixture.openings(1);
    expect(holdersOf(master, fixture.server.address.port, client.socket.localPort ?? 0)).toEqual([
      Number(name?.replace('process ', '')),
    ]);
  });

  test('handlers may return promises: each worker has a whole event loop', async () => {
    await serve(1, '--test-methods');
    const client = await fixture.client();
    await client.send({ in: 'sleep', params: { ms: 50 }, id: 'slow' }, { in: 'ping', id: 'fast' });
    const answers = await client.receive(2);
    expect(answers.map(({ id }) => id)).toEqual(['fast', 'slow']);
  });

  test('a worker that is killed is replaced', async () => {
    const master = await serve(2);
    // Wait until both serve: with cluster the port is closed while no worker listens.
    while (tally(servedBy(fixture.server.process.log)).size < 2) (await fixture.served()).close();
    const [name] = await fixture.openings(1);
    const killed = Number(name?.replace('process ', ''));
    process.kill(killed, 'SIGKILL');
    await fixture.server.process.logged(new RegExp(`^process ${killed} was killed by SIGKILL; `));
    const full = (): boolean => groupMembers(master).length === 3;
    expect(await eventually(full, WITHIN_MS)).toBe(true);
    expect(groupMembers(master)).not.toContain(killed);
    expect(zombiesIn(master)).toEqual([]);
    await fixture.served();
  });
});

test('with fork the master holds the listening socket: while the only worker is replaced, clients wait', async () => {
  const { pid: master } = await fixture.serve(...server('--engine', 'fork', '--workers', '1'));
  await fixture.served();
  const [name] = await fixture.openings(1);
  const killed = Number(name?.replace('process ', ''));
  process.kill(killed, 'SIGKILL');
  const early = await fixture.client(); // connects, although no process can accept
  expect(await early.call({ in: 'ping', params: 'early' })).toMatchObject({ result: 'early' });
  expect(groupMembers(master)).not.toContain(killed);
});

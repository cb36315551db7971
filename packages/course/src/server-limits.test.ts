// What the servers do at the limits of the machine: they wait until there is room.
// Clients that are being served go on, new ones wait or get UNAVAILABLE, the log says so
// once, and no process spins.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, groupMembers, ServerProcess } from '@bytes-up/testkit';
import { ServerFixture, TestClient, untilIdle } from '@bytes-up/testkit';
import { MODELS, type ServerRow } from './testing/servers';

const WITHIN_MS = 180_000;
/** The descriptors that a server may have, and a larger number of clients. */
const FILES = 48;
const CLIENTS = 80;
/**
 * During this time nothing happens, and a server that retries at once would use a whole
 * core.
 */
const QUIET_MS = 1_500;
const MOST_OF_A_CORE = 0.3;
const TICKS_PER_SECOND = 100;
const INJECT = join(__dirname, 'testing/inject-errors.ts');
const fixture = new ServerFixture();

afterEach(() => fixture.clear());

/**
 * Two and more clients at a time: of 08, and of a pool or of workers that serve one
 * client each, the others wait anyway.
 */
const MANY = MODELS.filter(({ name }) => !['08', '09 pool', '11'].includes(name));

test.each(MANY)(
  '$name with few files: those who are served go on, the next one waits or is refused, and nothing spins',
  async ({ command }) => {
    const server = await fixture.serve(
      'bash',
      '-c',
      `ulimit -n ${FILES}; exec "$@"`,
      '-',
      ...command,
    );
    const clients: TestClient[] = [];
    for (let n = 0; n < CLIENTS; n++) clients.push(await asking(n));
    await settled(server, clients);
    const served = clients.filter(isServed);
    expect(served.length).toBeGreaterThan(0);
    await expectQuiet(server);
    for (const client of served) {
      expect(await client.call({ in: 'ping', params: 'again' })).toMatchObject({ result: 'again' });
    }
    expectSaidOnce(server);
    for (const client of clients) client.close();
    expect(await servedInTheEnd()).toBe(true);
    expect(await fixture.stop()).toMatchObject({ code: 0 });
  },
);

const ACCEPTING = MODELS.filter(({ name }) => /^(08|09|10|11|12 epoll|14 sendmsg)/.test(name));
const ERRORS = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'] as const;

test.each(ACCEPTING.flatMap((one, i) => [{ ...one, code: ERRORS[i % 4] ?? '' }]))(
  '$name where accept reports $code: the client waits, and is served when there is room again',
  async (one) => {
    const server = await fixture.serve(
      ...injected(one, `accept4:${one.code}:5`),
      ...oneWorker(one),
    );
    const client = await asking('waits');
    expect(await client.receive(1)).toMatchObject([{ result: 'waits' }]);
    expect(server.log.filter((line) => line.includes(one.code))).toHaveLength(1);
    expect(await fixture.stop()).toMatchObject({ code: 0 });
  },
);

const FORKING = MODELS.filter(({ name }) => /^(10|11|13 fork|14 sendmsg)/.test(name));

test.each(FORKING)(
  '$name where fork reports EAGAIN: clients wait or are refused until there is room again',
  async (one) => {
    const server = await fixture.serve(...injected(one, 'fork:EAGAIN:3'));
    expect(await servedInTheEnd()).toBe(true);
    expect(server.log.filter((line) => line.includes('EAGAIN')).length).toBe(1);
    expect(await fixture.stop()).toMatchObject({ code: 0 });
  },
);

test.each(MODELS.filter(({ name }) => name.startsWith('09')))(
  '$name where no thread can be started: clients wait or are refused until there is room again',
  async (one) => {
    const server = await fixture.serve(...injected(one, 'thread:EAGAIN:2'));
    expect(await servedInTheEnd()).toBe(true);
    expect(server.log.filter((line) => line.includes('EAGAIN')).length).toBe(1);
    expect(await fixture.stop()).toMatchObject({ code: 0 });
  },
);

test('09 pool is not ready before a thread serves: a call sent after the ready line would wait for one in vain', async () => {
  const pool = MODELS.find(({ name }) => name === '09 pool');
  if (pool === undefined) throw new Error('no 09 pool');
  const server = new ServerProcess([...injected(pool, 'thread:EAGAIN:1000000'), '--port', '0']);
  try {
    await server.logged(/EAGAIN/); // it is listening, and has tried to start a thread
    server.signal('SIGTERM');
    expect(await server.finished(WITHIN_MS)).toEqual({ code: 0, signal: null });
    expect(server.stdout).toBe('');
  } finally {
    await server.stop(0);
  }
});

test.each(MODELS.filter(({ name }) => name.startsWith('09')))(
  '$name: a thread that fails does not leave its client waiting',
  async (one) => {
    await fixture.serve(...injected(one, 'ping:thread-ends:1'));
    const unlucky = await asking('never');
    expect(await unlucky.end()).toEqual([]);
    expect(await fixture.stop()).toMatchObject({ code: 0 });
  },
);

/** In these servers each worker accepts and logs by itself. */
function oneWorker({ name }: ServerRow): readonly string[] {
  return ['09 pool', '11'].includes(name) ? ['--workers', '1'] : [];
}

/** The server's command with injected errors: the first calls of that function fail. */
function injected({ command }: ServerRow, what: string): readonly string[] {
  const [node = '', ...args] = command;
  const main = args.findIndex((arg) => arg.endsWith('main.ts'));
  return [
    'env',
    `BYTES_UP_INJECT=${what}`,
    node,
    ...args.slice(0, main),
    '-r',
    INJECT,
    ...args.slice(main),
  ];
}

async function asking(params: unknown): Promise<TestClient> {
  const client = await fixture.client();
  // it may already have been refused
  await client.send({ in: 'ping', params }).catch(() => undefined);
  return client;
}

function isServed({ answers, ended }: TestClient): boolean {
  return !ended && answers[0]?.out === 'pong';
}

/**
 * Until a client is served and the server is done with all of them, so that its processes
 * wait.
 */
async function settled({ pid }: ServerProcess, clients: readonly TestClient[]): Promise<void> {
  expect(await eventually(() => clients.some(isServed), 60_000)).toBe(true);
  await untilIdle(pid);
}

/** A new client is served, though others may be refused first. */
function servedInTheEnd(): Promise<boolean> {
  return eventually(async () => {
    const client = await fixture.client();
    try {
      return (await client.call({ in: 'ping' })).out === 'pong';
    } catch {
      return false;
    } finally {
      client.close();
    }
  }, 60_000);
}

/** The whole process group takes much less than a core. */
async function expectQuiet({ pid }: ServerProcess): Promise<void> {
  const before = ticks(pid);
  const beganAtMs = performance.now();
  // time is the subject: the processor time that the group takes in it
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  const seconds = (performance.now() - beganAtMs) / 1000;
  expect((ticks(pid) - before) / TICKS_PER_SECOND / seconds).toBeLessThan(MOST_OF_A_CORE);
}

function ticks(group: number): number {
  const used = (pid: number): number => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  };
  return groupMembers(group).reduce((sum, pid) => sum + used(pid), 0);
}

/** Each process logs an event that belongs to no connection once. */
function expectSaidOnce(server: ServerProcess): void {
  const others = server.log.filter(
    (line) => !/connection \d+ .*(opened|closed: |refused)/.test(line),
  );
  expect(others).toEqual([...new Set(others)]);
  expect(others.length).toBeLessThanOrEqual(2 * groupMembers(server.pid).length);
}

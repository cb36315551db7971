// Held clients and real servers, started as a learner does. A test waits for lines that
// the clients and the servers print.

import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { frames, ServerFixture, ServerProcess, typescriptCommand } from '@bytes-up/testkit';
import { runCourse } from '../testing/course';
import { makeRoot } from '../testing/make-root';

const ROOT = join(__dirname, '../../../..');
const NPM = ['npm', 'start', '-s', '--'];
const COURSE = typescriptCommand(join(__dirname, '../main.ts'));
/** Only a failing test takes this long, in milliseconds. */
const ENDS_WITHIN_MS = 60_000;

/** What --json prints. */
interface Report {
  readonly summary: object;
  readonly clients: readonly { readonly seen: readonly { atMs: number; step: string }[] }[];
}

const fixture = new ServerFixture();
const started: ServerProcess[] = [];
let root: string;

beforeAll(() => (root = makeRoot()));
afterEach(async () => {
  for (const process of started.splice(0)) await process.stop(0);
  await fixture.clear();
});

const serve = (folder: string, ...flags: string[]) =>
  fixture.serve(...typescriptCommand(join(__dirname, `../../../${folder}/src/main.ts`), ...flags));

/** The command line, with the address of the server that was started last. */
function clients(count: number, ...flags: string[]): string[] {
  const { host, port } = fixture.server.address;
  return ['clients', String(count), '--connect', `${host}:${port}`, ...flags];
}

/** Clients that get signals while they are held. */
function hold(command: readonly string[]): ServerProcess {
  const process = new ServerProcess(command, { cwd: ROOT });
  started.push(process);
  return process;
}

test('one client, one answer, one timeline', async () => {
  await serve('12-single-process-async');
  const { code, stdout, stderr } = await runCourse(clients(1, '--say', 'ping'), { root });
  expect(stdout).toMatch(/^ms {8}0[ \d.]+\nclient 1 {2}C\.*S\.*A=*L\n\nC connected/);
  expect(stdout).toMatch(/\n\n1 answered, 0 waiting, 0 reset\n$/);
  expect(stdout).not.toContain('\u001b');
  expect(stderr).toMatch(/^\d+\.\d ms {2}client 1 connected\n/);
  expect(code).toBe(0);
});

test('a server of chapter 12 answers all that are held', async () => {
  await serve('12-single-process-async');
  const held = hold([...COURSE, ...clients(10, '--say', 'pi 1000', '--hold')]);
  for (let n = 1; n <= 10; n++) await held.logged(new RegExp(`client ${n} answered$`));
  held.signal('SIGINT');
  expect(await held.finished(ENDS_WITHIN_MS)).toEqual({ code: 0, signal: null });
  expect(held.stdout).toMatch(/\n10 answered, 0 waiting, 0 reset\n$/);
});

test('a server of chapter 08 keeps the second client waiting; ctrl-C ends the hold, with the timeline, and leaves no process', async () => {
  await serve('08-single-thread-sync');
  const flags = clients(2, '--say', 'ping', '--one-by-one', '--hold');
  const held = hold([...NPM, ...flags]);
  await held.logged(/client 1 answered$/);
  await held.logged(/client 2 sent$/);
  await held.logged(/^holding 2 of 2 clients until ctrl-C$/);
  held.killGroup('SIGINT'); // as a terminal sends it, and npm once more
  expect(await held.finished(ENDS_WITHIN_MS)).toEqual({ code: 1, signal: null });
  expect(held.stdout).toMatch(/\nclient 1 {2}C\.*S\.*A=*L\nclient 2 {2} *C\.*S\.*L\n/);
  expect(held.stdout).toMatch(/\n1 answered, 1 waiting, 0 reset\n$/);
  expect(held.killGroup(0)).toBe(false);
});

test('when clients leave one by one, a server of chapter 08 answers the next; a second signal ends them all', async () => {
  await serve('08-single-thread-sync');
  const flags = ['--say', 'ping', '--one-by-one', '--hold', '--leave-every', '999999999'];
  const held = hold([...COURSE, ...clients(3, ...flags)]);
  await held.logged(/client 1 answered$/);
  await held.logged(/^holding 3 of 3 clients/);
  held.signal('SIGINT');
  await held.logged(/^leaving one by one/);
  await held.logged(/client 2 answered$/);
  held.signal('SIGTERM');
  expect(await held.finished(ENDS_WITHIN_MS)).toEqual({ code: 1, signal: null });
  expect(held.stdout).toMatch(/\n2 answered, 1 waiting, 0 reset\n$/);
});

test('without a terminal they stay until the server has closed all connections', async () => {
  const server = await serve('12-single-process-async');
  const held = hold([...COURSE, ...clients(3, '--say', 'ping', '--hold', '--json')]);
  for (const n of [1, 2, 3]) await held.logged(new RegExp(`client ${n} answered$`));
  server.signal('SIGTERM');
  expect(await held.finished(ENDS_WITHIN_MS)).toEqual({ code: 0, signal: null });
  const report = JSON.parse(held.stdout) as Report;
  expect(report.summary).toMatchObject({ clients: 3, answered: 3, ended: 3, reset: 0 });
  expect(report.clients[0]).toEqual({
    client: 1,
    answers: 1,
    seen: ['connected', 'sent', 'answered', 'ended'].map((step) => ({
      atMs: expect.any(Number) as number,
      step,
    })),
  });
});

test('half a frame runs into the frame timeout', async () => {
  const server = await serve('12-single-process-async', '--frame-timeout-ms', '100');
  const { code, stdout } = await runCourse(clients(2, '--half-frame', '--hold'), { root });
  await server.logged(/closed: frame timeout after 100 ms/);
  expect(stdout).toMatch(/\nclient 1 {2} *C\.*H\.*E\nclient 2 {2} *C\.*H\.*E\n/);
  expect(stdout).toMatch(/\n0 answered, 0 waiting, 0 reset, 2 ended by the server\n$/);
  expect(code).toBe(1);
});

test('a client without a request sends nothing', async () => {
  const server = await serve('12-single-process-async', '--idle-timeout-ms', '100', '--trace');
  const { code, stdout } = await runCourse(clients(2, '--hold'), { root });
  expect(server.stderr).not.toContain('->');
  expect(stdout).toMatch(/\n2 connected, nothing asked, 0 reset, 2 ended by the server\n$/);
  expect(code).toBe(0);
});

const blobs = ['--say', 'blob {"bytes":4000000}'];

test('a client that never reads runs into the write timeout', async () => {
  const flags = ['--test-methods', '--write-timeout-ms', '100'];
  const server = await serve('12-single-process-async', ...flags);
  const never = clients(1, ...blobs, '--times', '8', '--read', 'never', '--hold');
  const { code, stdout } = await runCourse(never, { root });
  await server.logged(/closed: client is not reading/);
  expect(stdout).toMatch(/\nclient 1 {2}C\.*S?\.*[ER]/);
  expect(stdout).toMatch(/\n0 answered, 0 waiting, /);
  expect(code).toBe(1);
});

test('a slow reader gets its whole answer, slowly', async () => {
  await serve('12-single-process-async', '--test-methods');
  const slowly = clients(1, '--say', 'blob {"bytes":20000}', '--read', 'slowly', '--json');
  const { code, stdout } = await runCourse(slowly, { root });
  const { clients: report } = JSON.parse(stdout) as Report;
  const atMs = (step: string) => report[0]?.seen.find((each) => each.step === step)?.atMs ?? NaN;
  // 4096 bytes at a time: four pauses of 50 ms before the last ones, by timers that may
  // come a millisecond early.
  expect(atMs('answered') - atMs('connected')).toBeGreaterThan(190);
  expect(code).toBe(0);
});

test('a server at its limit refuses', async () => {
  const main = join(ROOT, 'packages/12-single-process-async/src/main.ts');
  const limited = ['bash', '-c', 'ulimit -n 48; exec "$@"', '-', ...typescriptCommand(main)];
  const server = await fixture.serve(...limited);
  const held = hold([...COURSE, ...clients(20, '--say', 'ping', '--hold')]);
  await held.logged(/client \d+ refused$/);
  await held.logged(/client \d+ answered$/);
  server.signal('SIGTERM');
  expect(await held.finished(ENDS_WITHIN_MS)).toEqual({ code: 1, signal: null });
  expect(held.stdout).toMatch(/\nclient \d+ +C\.*S?\.*U\.*S?\.*E/);
  expect(held.stdout).toContain('U refused as UNAVAILABLE');
  expect(held.stdout).toMatch(/\n[1-9]\d* answered, .* reset, [1-9]\d* refused, /);
});

test.each([
  ['a reset', undefined, 'R {2}ECONNRESET', ', 1 reset'],
  [
    'an answer of another protocol',
    Buffer.from('HTTP/1.1 400 Bad Request'),
    '\\? {2}a frame of \\d+',
    ', 1 with a broken answer',
  ],
  [
    'an unexpected answer',
    frames({ out: 'pong', result: null }),
    '\\? {2}an unexpected answer',
    ', 1 with a broken answer',
  ],
])('%s is shown', async (_what, answer, row, summary) => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket
      .on('error', () => undefined)
      .once('data', () => {
        if (answer === undefined) socket.resetAndDestroy();
        else socket.write(answer);
      });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const flags = ['--connect', `127.0.0.1:${port}`, '--half-frame', '--hold'];
    const { code, stdout } = await runCourse(['clients', '1', ...flags], { root });
    expect(stdout).toMatch(new RegExp(`\\nclient 1 {2}C\\.*H?\\.*${row}`));
    expect(stdout).toContain(summary);
    expect(code).toBe(1);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((closed) => server.close(closed));
  }
});

test('where no server is listening: one line, exit code 2', async () => {
  const flags = ['--connect', '127.0.0.1:1', '--say', 'ping', '--hold'];
  expect(await runCourse(['clients', '3', ...flags], { root })).toEqual({
    code: 2,
    stdout: '',
    stderr:
      'no connection to 127.0.0.1:1: ECONNREFUSED; start a server: npm start -- serve 12 --port 8080\n',
  });
});

test('more clients than descriptors: the error says how many there is room for', async () => {
  const limited = ['bash', '-c', 'ulimit -n 100; exec "$@"', '-', ...COURSE];
  const run = hold([...limited, 'clients', '200', '--connect', '127.0.0.1:1']);
  expect(await run.finished(ENDS_WITHIN_MS)).toEqual({ code: 2, signal: null });
  expect(run.stderr).toMatch(
    /^200 clients need 200 descriptors, and this process has room for \d+: it may open 100 files/,
  );
});

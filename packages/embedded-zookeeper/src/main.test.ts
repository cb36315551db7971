// The command as a user starts it.

import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ServerProcess,
  typescriptCommand,
  until,
  type ServerProcessOptions,
} from '@bytes-up/testkit';
import { RealZooKeeper, whyNotReal } from '.';

const MAIN = join(__dirname, 'main.ts');
/** How long to wait for an exit, in milliseconds: the machine may be busy. */
const WITHIN_MS = 60_000;
const started: ServerProcess[] = [];

afterEach(async () => {
  for (const command of started.splice(0)) await command.stop(0);
});

function start(flags: readonly string[], options: ServerProcessOptions = {}): ServerProcess {
  const command = new ServerProcess(typescriptCommand(MAIN, ...flags), options);
  started.push(command);
  return command;
}

/** The number of the process that a log line names. */
const pidIn = (line: string): number => Number(/process (\d+)/.exec(line)?.[1]);

/** What a command that has ended printed, and its exit code. */
async function outcome(command: ServerProcess) {
  const exit = await command.finished(WITHIN_MS);
  return { code: exit?.code, stdout: command.stdout, stderr: command.stderr };
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'prints one line when it is ready, and stops on %s',
  async (signal) => {
    const command = start(['--port', '0']);
    const { host, port } = await command.ready();
    command.signal(signal);
    expect(await outcome(command)).toEqual({
      code: 0,
      stdout: `listening on ${host}:${port}\n`,
      stderr: '',
    });
    expect(host).toBe('127.0.0.1');
  },
);

test('--help prints the usage on standard output', async () => {
  const { code, stdout } = await outcome(start(['--help']));
  expect(code).toBe(0);
  expect(stdout).toContain('usage: zookeeper');
});

test('a port in use, and invalid flags, are one line and exit code 2', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  for (const [flags, message] of [
    [['--port', String(port)], `cannot listen on 127.0.0.1:${port}`],
    [['--port', 'x'], '--port: expected a number from 0 to 65535, got x'],
    [['--nonsense'], "Unknown option '--nonsense'"],
    [['--nodes', '3'], '--nodes needs --real'],
    [['--real', '--nodes', '2'], '--nodes: expected 1, 3 or 5, got 2'],
    [['--real', '--host', '0.0.0.0'], '--real listens on 127.0.0.1 only'],
  ] as const) {
    const { code, stdout, stderr } = await outcome(start(flags));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.split('\n')).toHaveLength(2);
  }
  holder.close();
});

const real = whyNotReal() === undefined ? describe : describe.skip;

real('the real server (skipped without Java and its jars)', () => {
  test.each([
    [['--real'], /^listening on 127\.0\.0\.1:\d+\n$/],
    [['--real', '--nodes', '3'], /^listening on 127\.0\.0\.1:\d+(,127\.0\.0\.1:\d+){2}\n$/],
  ])('%j starts it', async (flags, ready) => {
    const command = start(['--port', '0', ...flags]);
    await command.ready(WITHIN_MS);
    expect(command.stdout).toMatch(ready);
    // The members of an ensemble are listed, so that you can kill one.
    const members = flags.length === 1 ? 0 : 3;
    await until('every member is listed', () => command.log.length >= members);
    for (const line of command.log) expect(line).toMatch(/ is process \d+, a (follower|leader)$/);
    command.signal('SIGTERM');
    expect(await command.finished(WITHIN_MS)).toEqual({ code: 0, signal: null });
  });

  test('an ensemble prints which member died and which one leads now, and ends with its last member', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bytes-up-test-'));
    const command = start(['--real', '--nodes', '3'], { env: { TMPDIR: folder } });
    await until('every member is listed', () => command.log.length >= 3);
    const pids = [...command.stderr.matchAll(/process (\d+)/g)].map(([, pid]) => Number(pid));
    const leader = pidIn(await command.logged(/a leader$/));
    process.kill(leader, 'SIGKILL');
    await command.logged(
      new RegExp(`${leader} at \\S+, the leader: killed by SIGKILL; 2 of 3 members left$`),
    );
    const next = pidIn(await command.logged(/ is the leader now, \d+ ms later$/));
    expect(pids).toContain(next);
    process.kill(next, 'SIGKILL');
    await command.logged(/, the leader: killed by SIGKILL; 1 of 3 members left, no majority: /);
    const last = pids.find((pid) => pid !== leader && pid !== next) ?? NaN;
    process.kill(last, 'SIGKILL');
    expect(await command.finished(WITHIN_MS)).toEqual({ code: 1, signal: null });
    expect(command.log.at(-1)).toMatch(new RegExp(`${last} at .*: killed by SIGKILL; 0 of 3 `));
    expect(command.log).toHaveLength(7);
    const left = readdirSync(folder).filter((name) => name.startsWith('bytes-up-ensemble-'));
    rmSync(folder, { recursive: true });
    expect(left).toEqual([]);
  });

  test('a single server prints what ended it', async () => {
    const server = new RealZooKeeper();
    const lines: string[] = [];
    try {
      await server.start();
      const ended = server.watch((line) => lines.push(line));
      await server.stop('SIGKILL');
      await ended;
    } finally {
      await server.remove();
    }
    const expected = new RegExp(`^process \\d+ at ${server.address}: killed by SIGKILL$`);
    expect(lines).toEqual([expect.stringMatching(expected)]);
  });
});

test('without Java, --real says that Java was not found', async () => {
  const env = { PATH: '/nowhere', BYTES_UP_ZOOKEEPER_CACHE: '/nowhere' };
  expect(await outcome(start(['--real'], { env }))).toEqual({
    code: 2,
    stdout: '',
    stderr: 'zookeeper: cannot start the real ZooKeeper: Java not found (see --help)\n',
  });
});

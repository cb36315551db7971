// The command as a user starts it.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { RealZooKeeper, whyNotReal } from '.';

const children = new Set<ChildProcess>();

afterEach(async () => {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  children.clear();
});

function start(...flags: string[]) {
  return startIn({}, ...flags);
}

function startIn(env: NodeJS.ProcessEnv, ...flags: string[]) {
  const hook = resolve(__dirname, '../../../tools/ts.cjs');
  const child = spawn(process.execPath, ['-r', hook, join(__dirname, 'main.ts'), ...flags], {
    env: { ...process.env, ...env },
  });
  children.add(child);
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString()));
  return { child, printed, ended: once(child, 'close') };
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'prints one line when it is ready, and stops on %s',
  async (signal) => {
    const { child, printed, ended } = start('--port', '0');
    while (!printed.out.includes('\n')) await once(child.stdout, 'data');
    expect(printed.out).toMatch(/^listening on 127\.0\.0\.1:\d+\n$/);
    child.kill(signal);
    await ended;
    expect({ code: child.exitCode, err: printed.err }).toEqual({ code: 0, err: '' });
  },
);

test('--help prints the usage on standard output', async () => {
  const { child, printed, ended } = start('--help');
  await ended;
  expect(child.exitCode).toBe(0);
  expect(printed.out).toContain('usage: zookeeper');
});

test('a port in use, and invalid flags, are one line and exit code 2', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  for (const [flags, says] of [
    [['--port', String(port)], `cannot listen on 127.0.0.1:${port}`],
    [['--port', 'x'], '--port: expected a number from 0 to 65535, got x'],
    [['--nonsense'], "Unknown option '--nonsense'"],
    [['--nodes', '3'], '--nodes needs --real'],
    [['--real', '--nodes', '2'], '--nodes: expected 1, 3 or 5, got 2'],
    [['--real', '--host', '0.0.0.0'], '--real listens on 127.0.0.1 only'],
  ] as const) {
    const { child, printed, ended } = start(...flags);
    await ended;
    expect({ code: child.exitCode, out: printed.out }).toEqual({ code: 2, out: '' });
    expect(printed.err).toContain(says);
    expect(printed.err.split('\n')).toHaveLength(2);
  }
  holder.close();
});

const real = whyNotReal() === undefined ? describe : describe.skip;

real('the real server (skipped without Java and its jars)', () => {
  test.each([
    [['--real'], /^listening on 127\.0\.0\.1:\d+\n$/],
    [['--real', '--nodes', '3'], /^listening on 127\.0\.0\.1:\d+(,127\.0\.0\.1:\d+){2}\n$/],
  ])('%j starts it', async (flags, ready) => {
    const { child, printed, ended } = start('--port', '0', ...flags);
    while (!printed.out.includes('\n')) await once(child.stdout, 'data');
    expect(printed.out).toMatch(ready);
    // the members of an ensemble are listed, so that you can kill one
    const members = flags.length === 1 ? 0 : 3;
    while (printed.err.split('\n').length <= members) await once(child.stderr, 'data');
    expect(printed.err.match(/ is process \d+, a (follower|leader)$/gm) ?? []).toHaveLength(
      members,
    );
    child.kill('SIGTERM');
    await ended;
    expect(child.exitCode).toBe(0);
  });

  test('an ensemble prints which member died and which one leads now, and ends with its last member', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bytes-up-test-'));
    const { child, printed, ended } = startIn({ TMPDIR: folder }, '--real', '--nodes', '3');
    /** What the pattern finds in standard error, as soon as it is there. */
    const said = async (pattern: RegExp): Promise<readonly string[]> => {
      for (;;) {
        const found = pattern.exec(printed.err);
        if (found !== null) return found;
        await once(child.stderr, 'data');
      }
    };
    const [first = ''] = await said(/(?:.* is process .*\n){3}/);
    const pids = [...first.matchAll(/process (\d+)/g)].map(([, pid]) => Number(pid));
    const leader = Number(/process (\d+), a leader/.exec(first)?.[1]);
    process.kill(leader, 'SIGKILL');
    await said(
      new RegExp(`${leader} at \\S+, the leader: killed by SIGKILL; 2 of 3 members left\n`),
    );
    const [, next] = await said(/process (\d+) at \S+ is the leader now, \d+ ms later\n/);
    const last = pids.find((pid) => pid !== leader && pid !== Number(next)) ?? NaN;
    expect(pids).toContain(Number(next));
    process.kill(Number(next), 'SIGKILL');
    await said(/, the leader: killed by SIGKILL; 1 of 3 members left, no majority: no request is/);
    process.kill(last, 'SIGKILL');
    await ended;
    expect(printed.err).toMatch(new RegExp(`${last} at .*: killed by SIGKILL; 0 of 3 .*\n$`));
    expect(printed.err.match(/\n/g)).toHaveLength(7);
    const left = readdirSync(folder).filter((name) => name.startsWith('bytes-up-ensemble-'));
    rmSync(folder, { recursive: true });
    expect(left).toEqual([]);
    expect(child.exitCode).toBe(1);
  });

  test('a single server prints what ended it', async () => {
    const server = new RealZooKeeper();
    const lines: string[] = [];
    await server.start();
    const over = server.watch((line) => lines.push(line));
    await server.stop('SIGKILL');
    await over;
    await server.remove();
    const said = new RegExp(`^process \\d+ at ${server.address}: killed by SIGKILL$`);
    expect(lines).toEqual([expect.stringMatching(said)]);
  });
});

test('without Java, --real says that Java was not found', async () => {
  const hook = resolve(__dirname, '../../../tools/ts.cjs');
  const args = ['-r', hook, join(__dirname, 'main.ts'), '--real'];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, PATH: '/nowhere', BYTES_UP_ZOOKEEPER_CACHE: '/nowhere' },
  });
  children.add(child);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  expect({ code: child.exitCode, said }).toEqual({
    code: 2,
    said: 'zookeeper: cannot start the real ZooKeeper: Java not found (see --help)\n',
  });
});

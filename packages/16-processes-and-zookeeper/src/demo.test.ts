// The output of each script for the signals that the demo sends.

import { ServerProcess, typescriptCommand } from '@bytes-up/testkit';
import { join } from 'node:path';
import { EXAMPLES, runExample } from './demo/examples';

const onLinux = process.platform === 'linux';

/** Runs an example. @returns its lines, with pids as PID */
async function linesOf(name: string): Promise<readonly string[]> {
  const example = EXAMPLES.find((each) => each.name === name);
  if (example === undefined) throw new Error(`no example ${name}`);
  const lines: string[] = [];
  await runExample(example, (line) => lines.push(line));
  return lines.map((line) => line.replace(/\b\d{3,7}\b/g, 'PID'));
}

const describeOnLinux = onLinux ? describe : describe.skip;

describeOnLinux('signals', () => {
  test('ctrl-C ends a process by default', async () => {
    expect(await linesOf('signal-default')).toEqual([
      'I am process PID; kill -INT PID',
      'hello',
      '$ kill -INT PID',
      '(ended by SIGINT)',
    ]);
  });

  test('a signal that is handled interrupts the sleep and does not end the process', async () => {
    const lines = await linesOf('signal-handled');
    expect(lines.filter((line) => line === 'hello')).toHaveLength(3);
    expect(lines.filter((line) => /^EINTR: .* of my sleep left$/.test(line))).toHaveLength(2);
    expect(lines.at(-1)).toBe('(ended by SIGTERM)');
  });

  test('a call that a signal interrupts is retried', async () => {
    const lines = await linesOf('eintr');
    const retry = 'waitpid(PID): EINTR, Interrupted system call; retrying';
    expect(lines.filter((line) => line === retry)).toHaveLength(2);
    expect(lines.at(-2)).toBe(
      "ended: { pid: PID, state: 'killed', signal: 'SIGTERM', coreDumped: false }",
    );
  });

  test('the kernel runs a handler inside another one, but never inside itself', async () => {
    const lines = await linesOf('nesting');
    const masks = lines.flatMap((line) => {
      const [, blocked = '', pending = ''] = /^SigBlk (.*?) +pending (.*?) {2,}/.exec(line) ?? [];
      return blocked === '' ? [] : [`${blocked}; ${pending}`];
    });
    expect(masks).toEqual([
      '-; -',
      'SIGUSR1; -',
      'SIGUSR1; SIGUSR1',
      'SIGUSR1 SIGUSR2; SIGUSR1',
      'SIGUSR1; -',
    ]);
    expect(lines).toContain('waitpid: EINTR');
  });

  test('Node runs one handler after the other', async () => {
    const lines = await linesOf('queueing');
    expect(lines.filter((line) => /begins|ends/.test(line))).toEqual([
      'SIGUSR2 begins',
      'SIGUSR2 ends',
      'SIGTERM begins',
      'SIGTERM ends',
    ]);
  });
});

describeOnLinux('errors', () => {
  test('each of the booklet’s errors is provoked', async () => {
    const met = (await linesOf('errno')).flatMap((line) => {
      const [, syscall = '', code = ''] = /^.{40}(\w+) +(E\w+), /.exec(line) ?? [];
      return code === '' ? [] : [`${syscall} ${code}`];
    });
    expect(met).toEqual([
      'link EPERM',
      'open ENOENT',
      'kill ESRCH',
      'nanosleep EINTR',
      'pread EIO',
      'open ENXIO',
      'execv E2BIG',
      'execv ENOEXEC',
      'read EBADF',
      'waitpid ECHILD',
      'read EAGAIN',
    ]);
  });
});

describeOnLinux('children', () => {
  test('a child that has exited is a zombie until its parent calls waitpid', async () => {
    const lines = await linesOf('zombies');
    expect(lines.filter((line) => /PID +PID Z.*<defunct>/.test(line))).toHaveLength(2);
    expect(lines).toContain("waitpid returned { pid: PID, state: 'exited', code: 7 }");
    expect(lines).toContain('  ps: no process PID');
  });

  test('one waitpid for each SIGCHLD misses children; waitpid until none is left does not', async () => {
    expect(await linesOf('one-waitpid')).toEqual([
      '10 children have exited, 1 SIGCHLD is pending',
      'one waitpid per SIGCHLD: 1 reaped, 9 zombies left',
      'waitpid until none is left: 9 more reaped',
      '(ended with code 0)',
    ]);
  });

  test('a parent that exits reaps its children or leaves them running', async () => {
    const lines = await linesOf('parent-leaves');
    const reaped = "reaped { pid: PID, state: 'killed', signal: 'SIGTERM', coreDumped: false }";
    expect(lines.filter((line) => line.startsWith('reaped'))).toEqual([reaped, reaped, reaped]);
    expect(lines.filter((line) => line.startsWith('children still running'))).toEqual([
      'children still running: 0',
      'children still running: 3',
    ]);
  });

  test('kill does not wait, and the child stays a zombie until waitpid reaps it', async () => {
    expect(await linesOf('kill-returns')).toEqual([
      'kill returned at once',
      'has the child exited? no',
      'it has exited, but kill(child, 0) still finds it',
      "waitpid returned { pid: PID, state: 'exited', code: 0 }",
      'kill(child, 0): ESRCH, No such process',
      '(ended with code 0)',
    ]);
  });
});

describe('ZooKeeper', () => {
  test('has names, sequence numbers, and nodes that are deleted with their session', async () => {
    expect(await linesOf('tree')).toEqual([
      `/course holds "RPC from the bytes up" [ '16' ]`,
      "the parent numbers its children: [ 'ada-0000000000', 'ada-0000000002', 'grace-0000000001' ]",
      "two servers: [ 'rpc0000000000', 'rpc0000000001' ]",
      'after their session is closed: []',
      '(ended with code 0)',
    ]);
  });

  test('keeps a session during a short interruption, and expires it after a long one', async () => {
    expect(await linesOf('session')).toEqual([
      'after a short interruption: the same session',
      'does the node exist? yes',
      'interrupted for longer than PID ms …',
      'does the node exist? no',
      'the server learns that its session has expired',
      '(ended with code 0)',
    ]);
  });

  test('misses a change between reading and setting a watch, unless both are one operation', async () => {
    const lines = await linesOf('watch');
    expect(lines.filter((line) => /watch fired/.test(line))).toEqual([
      '  no watch fired: it missed the change',
      '  the watch fired: it reads the list again',
    ]);
  });
});

describe('the demo as a command', () => {
  const demo = (...args: readonly string[]): ServerProcess =>
    new ServerProcess(typescriptCommand(join(__dirname, 'demo.ts'), ...args));

  test('lists its examples', async () => {
    const list = demo('--list');
    expect(await list.finished(60_000)).toEqual({ code: 0, signal: null });
    for (const { name } of EXAMPLES) expect(list.stdout).toContain(`  ${name} `);
  });

  test('runs one example for a learner', async () => {
    const one = demo('tree');
    expect(await one.finished(60_000)).toEqual({ code: 0, signal: null });
    expect(one.stdout).toContain('after their session is closed: []');
  });

  test('rejects an unknown example', async () => {
    const none = demo('juggling');
    expect(await none.finished(60_000)).toEqual({ code: 2, signal: null });
    expect(none.stderr).toBe('demo 16: unknown example juggling (see --list)\n');
  });
});

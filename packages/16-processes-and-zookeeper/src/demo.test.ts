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

  test('a handled one ends a sleep, and not the process', async () => {
    const lines = await linesOf('signal-handled');
    expect(lines.filter((line) => line === 'hello')).toHaveLength(3);
    expect(lines.filter((line) => /^EINTR: .* of my sleep were left$/.test(line))).toHaveLength(2);
    expect(lines.at(-1)).toBe('(ended by SIGTERM)');
  });

  test('a call that a signal has ended is made again', async () => {
    const lines = await linesOf('eintr');
    const again = 'waitpid(PID): EINTR, Interrupted system call; once more';
    expect(lines.filter((line) => line === again)).toHaveLength(2);
    expect(lines.at(-2)).toBe(
      "ended: { pid: PID, state: 'killed', signal: 'SIGTERM', coreDumped: false }",
    );
  });

  test('the kernel runs a handler inside another one, and never the same one twice', async () => {
    const lines = await linesOf('nesting');
    const masks = lines.flatMap((line) => {
      const [, held = '', waiting = ''] = /^SigBlk (.*?) +waiting (.*?) {2,}/.exec(line) ?? [];
      return held === '' ? [] : [`${held}; ${waiting}`];
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
  test('each of the booklet’s errors is met in reality', async () => {
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
  test('one that has ended is a zombie until its parent asks', async () => {
    const lines = await linesOf('zombies');
    expect(lines.filter((line) => /PID +PID Z.*<defunct>/.test(line))).toHaveLength(2);
    expect(lines).toContain("waitpid says { pid: PID, state: 'exited', code: 7 }");
    expect(lines).toContain('  ps knows no process PID');
  });

  test('one waitpid for each SIGCHLD loses children; until nobody is left, none', async () => {
    expect(await linesOf('one-waitpid')).toEqual([
      '10 children have ended, 1 SIGCHLD is waiting',
      'one waitpid for each: 1 reaped, 9 zombies left',
      'waitpid until nobody is left: 9 more',
      '(ended with code 0)',
    ]);
  });

  test('a parent that goes takes them along, or leaves them behind', async () => {
    const lines = await linesOf('parent-leaves');
    const reaped = "reaped { pid: PID, state: 'killed', signal: 'SIGTERM', coreDumped: false }";
    expect(lines.filter((line) => line.startsWith('reaped'))).toEqual([reaped, reaped, reaped]);
    expect(lines.filter((line) => line.startsWith('children that still run'))).toEqual([
      'children that still run: 0',
      'children that still run: 3',
    ]);
  });

  test('kill does not wait, and somebody has to take the child away', async () => {
    expect(await linesOf('kill-returns')).toEqual([
      'kill has returned after no time',
      'is the child gone? no',
      'it has ended, and kill(child, 0) still finds it',
      "waitpid says { pid: PID, state: 'exited', code: 0 }",
      'kill(child, 0): ESRCH, No such process',
      '(ended with code 0)',
    ]);
  });
});

describe('ZooKeeper', () => {
  test('has names, numbers, and nodes that end with their session', async () => {
    expect(await linesOf('tree')).toEqual([
      `/course holds "RPC from the bytes up" [ '16' ]`,
      "numbers are given by the parent: [ 'ada-0000000000', 'ada-0000000002', 'grace-0000000001' ]",
      "two servers: [ 'rpc0000000000', 'rpc0000000001' ]",
      'their session is closed: []',
      '(ended with code 0)',
    ]);
  });

  test('keeps a session over a short cut, and ends it after a long one', async () => {
    expect(await linesOf('session')).toEqual([
      'cut for a moment: the same session',
      'is the node there? yes',
      'cut for longer than PID ms …',
      'is the node there? no',
      'the server is told: its session has expired',
      '(ended with code 0)',
    ]);
  });

  test('loses a change between reading and arming, and none where both are one operation', async () => {
    const lines = await linesOf('watch');
    expect(lines.filter((line) => /told/.test(line))).toEqual([
      '  and nobody has told it',
      '  and a watch has told it: it reads again',
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

  test('runs one of them for a learner', async () => {
    const one = demo('tree');
    expect(await one.finished(60_000)).toEqual({ code: 0, signal: null });
    expect(one.stdout).toContain('their session is closed: []');
  });

  test('knows no other', async () => {
    const none = demo('juggling');
    expect(await none.finished(60_000)).toEqual({ code: 2, signal: null });
    expect(none.stderr).toBe('demo 16: there is no example juggling; --list shows them\n');
  });
});

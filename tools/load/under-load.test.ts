import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { livingProcesses } from '@bytes-up/testkit';
import { Children } from '../test-run/children';
import { runUnderLoad, type UnderLoad } from './under-load';

const ROOT = join(__dirname, '..', '..');
const HOOK = join(ROOT, 'tools', 'ts.cjs');
const linux = process.platform === 'linux' ? test : test.skip;

/** Runs node code instead of `npm test`. */
async function underLoad(code: string, parts: Partial<UnderLoad> = {}) {
  const chunks: string[] = [];
  const write = (chunk: string): void => void chunks.push(chunk);
  const command = [process.execPath, '-e', code] as const;
  const runs = await runUnderLoad({ loops: 2, times: 2, command, write, ...parts }, new Children());
  const output = chunks.join('');
  const pids = /: processes (.*)/.exec(output)?.[1]?.split(' ').map(Number) ?? [];
  return { runs, output, pids };
}

test('each run: its exit code, its last line, its time; then the loops have ended', async () => {
  const { runs, output, pids } = await underLoad(
    `console.log('much'); console.log('3 passed, 0 failed, 0 skipped\\n')`,
  );
  const run = {
    code: 0,
    lastLine: '3 passed, 0 failed, 0 skipped',
    seconds: expect.any(Number) as number,
  };
  expect(runs).toEqual([run, run]);
  expect(output).toMatch(/^2 busy loops: processes \d+ \d+\n== run 1 of 2 ==\nmuch\n3 passed/);
  expect(output).toMatch(
    /== run 2 of 2: 3 passed, 0 failed, 0 skipped \(exit code 0, \d+ s\) ==\n$/,
  );
  expect(pids).toHaveLength(2);
  expect(livingProcesses().filter(({ pid }) => pids.includes(pid))).toEqual([]);
});

test('goes on after a run that fails', async () => {
  const { runs } = await underLoad(`console.log('1 failed'); process.exitCode = 1`);
  expect(runs.map(({ code, lastLine }) => [code, lastLine])).toEqual([
    [1, '1 failed'],
    [1, '1 failed'],
  ]);
});

test('of a long output the last line', async () => {
  const { runs } = await underLoad(`console.log('x'.repeat(1e6)); console.log('end')`, {
    times: 1,
  });
  expect(runs[0]?.lastLine).toBe('end');
});

test('ends the loops when the command cannot be started', async () => {
  let pids: number[] = [];
  const write = (chunk: string): void => {
    pids = /: processes (.*)/.exec(chunk)?.[1]?.split(' ').map(Number) ?? pids;
  };
  const command = ['/no/such/program'] as const;
  await expect(
    runUnderLoad({ loops: 1, times: 1, command, write }, new Children()),
  ).rejects.toThrow('ENOENT');
  expect(pids).toHaveLength(1);
  expect(livingProcesses().filter(({ pid }) => pids.includes(pid))).toEqual([]);
});

linux('the niceness is that of the command, not of the loops', async () => {
  const code = `console.log(require('node:os').getPriority())`;
  const own = Number((await underLoad(code, { times: 1 })).runs[0]?.lastLine);
  const { runs } = await underLoad(code, { times: 1, nice: 3 });
  expect(Number(runs[0]?.lastLine)).toBe(Math.min(own + 3, 19));
});

describe('npm run test:load', () => {
  const command = (...args: string[]) =>
    spawnSync(process.execPath, ['-r', HOOK, join(ROOT, 'tools', 'under-load.ts'), ...args], {
      encoding: 'utf8',
    });

  test('--help', () => {
    const { status, stdout } = command('--help');
    expect(stdout).toMatch(/^usage: npm run test:load/);
    expect(status).toBe(0);
  });

  test('a wrong argument is one line, and exit code 2', () => {
    const { status, stdout, stderr } = command('--loops', 'many');
    expect(stderr).toBe('--loops must be a whole number from 1 to 64, not many\n');
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});

/** A process that runs an endless command next to a loop, and has reported both. */
async function startRunner(): Promise<ChildProcess> {
  // Ends by itself when its stdout is closed.
  const endless = `setInterval(() => console.log('running'), 50); process.stdout.on('error', () => process.exit());`;
  const runner = `
    const { runUnderLoad } = require('${join(ROOT, 'tools', 'load', 'under-load.ts')}');
    const { Children, endOnSignals } = require('${join(ROOT, 'tools', 'test-run', 'children.ts')}');
    const children = new Children();
    endOnSignals(children);
    void runUnderLoad({
      loops: 2,
      times: 1,
      command: [process.execPath, '-e', ${JSON.stringify(endless)}],
      write: (chunk) => process.stdout.write(chunk),
    }, children);`;
  const child = spawn(process.execPath, ['-r', HOOK, '-e', runner], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((ready) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('running')) ready();
    });
  });
  child.stderr.resume();
  return child;
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGKILL', null],
] as const)('after %s nothing goes on', async (signal, code) => {
  const runner = await startRunner();
  runner.stderr?.on('data', (chunk: Buffer) => {
    // npm passes on what the terminal sent to both.
    if (chunk.toString().includes('ending everything')) runner.kill(signal);
  });
  runner.kill(signal);
  // stderr, which loops and command inherit, closes when the last of them has ended.
  const [exitCode] = (await once(runner, 'close')) as [number | null];
  expect(exitCode).toBe(code);
});

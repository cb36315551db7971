import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { processEntry, until } from '@bytes-up/testkit';
import { ReportLimit } from './report-limit';

/** Calls back as soon as it can, so that only the processes decide. */
const atOnce = (_ms: number, callback: () => void) => {
  const timer = setImmediate(callback);
  return { cancel: () => clearImmediate(timer) };
};

const onLinux = process.platform === 'linux' ? test : test.skip;

let child: ChildProcess;
let limit: ReportLimit | undefined;

const begin = async (program: string): Promise<void> => {
  child = spawn(process.execPath, ['-e', `console.log('ready');${program}`]);
  await once(child.stdout!, 'data');
};

const usedMs = (): number => (processEntry(child.pid!)?.ticks ?? 0) * 10;

const ended = (limitMs: number, mostTimes = 6): Promise<number> =>
  new Promise((resolve) => {
    limit = new ReportLimit(child.pid, limitMs, resolve, { after: atOnce, mostTimes });
  });

afterEach(async () => {
  limit?.over();
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
});

test('a process that sleeps has the limit and no more', async () => {
  await begin('setInterval(() => undefined, 1e6)');
  expect(await ended(60_000)).toBe(60_000);
});

onLinux('an endless loop too, as soon as it has used most of it', async () => {
  await begin('for (;;);');
  await until('100 ms used', () => usedMs() >= 100); // by now it is compiled, and sleeps no more
  const beforeMs = usedMs();
  expect(await ended(500, 1_000)).toBe(500);
  expect(usedMs() - beforeMs).toBeGreaterThanOrEqual(350);
});

onLinux('a process that is asleep for a moment is not taken for one that sleeps', async () => {
  await begin("process.stdin.once('data', () => { for (;;); })");
  await until('asleep', () => processEntry(child.pid!)?.state === 'S');
  let waits = 0;
  const after: typeof atOnce = (ms, callback) => {
    if (++waits !== 2) return atOnce(ms, callback);
    child.stdin!.write('awake');
    void until('100 ms used', () => usedMs() >= 100).then(callback);
    return { cancel: () => undefined };
  };
  const endMs = await new Promise((resolve) => {
    limit = new ReportLimit(child.pid, 500, resolve, { after, mostTimes: 1_000 });
  });
  expect(endMs).toBe(500);
  expect(usedMs()).toBeGreaterThanOrEqual(350);
});

onLinux('a process that gets no processor has six times as much', async () => {
  await begin('setInterval(() => undefined, 1e6)');
  process.kill(child.pid!, 'SIGSTOP');
  expect(await ended(50)).toBe(300);
});

test('a report restarts it', async () => {
  await begin('setInterval(() => undefined, 1e6)');
  const end = ended(60_000);
  limit?.begin(90_000);
  expect(await end).toBe(90_000);
});

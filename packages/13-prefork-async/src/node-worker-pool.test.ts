import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { NodeWorkerPool } from './node-worker-pool';

const log: string[] = [];
const started: ChildProcess[] = [];
/** Called with each worker that is started. */
let onStart: (worker: ChildProcess) => void = () => undefined;

function start(...command: [string, ...string[]]): ChildProcess {
  const [file, ...args] = command;
  const worker = spawn(file, args, { stdio: 'ignore' });
  started.push(worker);
  onStart(worker);
  return worker;
}

/** Resolves with the next worker that is started. */
const nextWorker = (): Promise<ChildProcess> => new Promise((resolve) => (onStart = resolve));

beforeEach(() => {
  log.length = 0;
  started.length = 0;
  onStart = () => undefined;
});

test('starts as many workers as it was told to, and stop ends them all', async () => {
  const pool = new NodeWorkerPool(
    3,
    (line) => log.push(line),
    () => start('sleep', '600'),
  );
  expect(started).toHaveLength(3);
  await pool.stop(30_000);
  expect(started.map(({ signalCode }) => signalCode)).toEqual(['SIGTERM', 'SIGTERM', 'SIGTERM']);
  expect(log).toEqual([]);
});

test('a worker that dies is replaced, and the log says how it ended', async () => {
  const pool = new NodeWorkerPool(
    2,
    (line) => log.push(line),
    () => start('sleep', '600'),
  );
  const replacement = nextWorker();
  const [first] = started;
  first?.kill('SIGKILL');
  await replacement;
  expect(started).toHaveLength(3);
  expect(log).toEqual([`process ${first?.pid} was killed by SIGKILL; restarting`]);
  await pool.stop(30_000);
});

test('a worker that does not stop is killed when the grace period expires', async () => {
  const script = 'trap "" TERM; echo ready; while :; do sleep 1; done';
  const workers: ChildProcess[] = [];
  const pool = new NodeWorkerPool(
    1,
    (line) => log.push(line),
    () => {
      const worker = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
      workers.push(worker);
      return worker;
    },
  );
  const [stubborn] = workers;
  if (stubborn?.stdout == null) throw new Error('no worker was started');
  await once(stubborn.stdout, 'data'); // it ignores SIGTERM from now on
  await pool.stop(100);
  expect(stubborn.signalCode).toBe('SIGKILL');
});

test('no worker is replaced while the pool stops', async () => {
  const pool = new NodeWorkerPool(
    1,
    (line) => log.push(line),
    () => start('sleep', '600'),
  );
  const stopped = pool.stop(30_000);
  started[0]?.kill('SIGKILL');
  await stopped;
  expect(started).toHaveLength(1);
});

test.each([
  ['does not start', () => start('/no/such/program')],
  [
    'cannot even be tried',
    () => {
      throw Object.assign(new Error('spawn ENOMEM'), { code: 'ENOMEM' });
    },
  ],
])('a worker that %s is retried, and the others stay', async (_how, fail) => {
  let fails = false;
  let failed = (): void => undefined;
  const failure = new Promise<void>((resolve) => (failed = resolve));
  const pool = new NodeWorkerPool(
    2,
    (line) => !line.includes('was killed') && failed(),
    () => (fails ? fail() : start('sleep', '600')),
  );
  const [first, second] = started;
  fails = true;
  first?.kill('SIGKILL');
  await failure;
  fails = false;
  expect((await nextWorker()).pid).toBeGreaterThan(0);
  expect([second?.exitCode, second?.signalCode]).toEqual([null, null]);
  await pool.stop(30_000);
});

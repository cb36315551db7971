import path from 'node:path';
import { ServerProcess, typescriptCommand } from '@bytes-up/testkit';
import { ordersFromSignals } from './orders';

const ENDS_WITHIN_MS = 60_000;
let atMs = 0;
let told = 0;
let orders: ReturnType<typeof ordersFromSignals>;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['performance'] });
  atMs = 1000;
  told = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => atMs);
  orders = ordersFromSignals(() => told++);
});

afterEach(() => {
  orders.stop();
  jest.runAllTimers();
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** Without a process: only the handlers are called. */
function signal(name: NodeJS.Signals, afterMs: number): void {
  atMs += afterMs;
  process.emit(name, name);
}

const given = (): object => ({
  told,
  leave: orders.leave.aborted,
  leaveAtOnce: orders.leaveAtOnce.aborted,
});

test('a signal that npm repeats counts once; the next one is the second', () => {
  expect(given()).toEqual({ told: 0, leave: false, leaveAtOnce: false });
  signal('SIGINT', 0);
  signal('SIGINT', 100);
  expect(given()).toEqual({ told: 1, leave: true, leaveAtOnce: false });
  signal('SIGINT', 200);
  expect(given()).toEqual({ told: 1, leave: true, leaveAtOnce: true });
});

test('another signal counts as the second one, however soon it arrives', () => {
  signal('SIGINT', 0);
  signal('SIGTERM', 0);
  expect(given()).toEqual({ told: 1, leave: true, leaveAtOnce: true });
});

test('afterwards signals are handled as before', () => {
  orders.stop();
  expect(process.listenerCount('SIGINT')).toBe(0);
});

test('the repeat of a signal is ignored also when it comes after the end', () => {
  signal('SIGINT', 0);
  orders.stop();
  expect(process.listenerCount('SIGINT')).toBe(1);
  jest.advanceTimersByTime(5_000);
  expect(process.listenerCount('SIGINT')).toBe(0);
});

test('signals that come while the process ends do not change its exit code', async () => {
  jest.useRealTimers();
  const file = path.join(__dirname, '../testing/ends-after-a-signal.ts');
  const program = new ServerProcess(typescriptCommand(file));
  await program.logged(/^ready$/);
  let next: NodeJS.Immediate;
  const signalOn = (): void => {
    program.signal('SIGINT');
    next = setImmediate(signalOn);
  };
  signalOn();
  expect(await program.finished(ENDS_WITHIN_MS)).toEqual({ code: 7, signal: null });
  clearImmediate(next!);
  await program.stop();
  jest.useFakeTimers();
});

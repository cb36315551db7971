import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { typescriptCommand } from '@bytes-up/testkit';
import { SharedStopFlag, stopOnSharedFlag } from './shared-stop-flag';

/**
 * A thread that polls the flag for each message, and posts the result. It needs our hook,
 * because a thread loads its files without jest's compiler.
 */
function startPoller(memory: SharedArrayBuffer): Worker {
  const [, ...execArgv] = typescriptCommand(join(__dirname, 'testing/poll-stop-flag.ts'));
  const file = execArgv.pop() ?? '';
  return new Worker(file, { execArgv, workerData: memory });
}

test('a flag that one thread sets in shared memory is seen by another', async () => {
  const shared = new SharedStopFlag();
  const thread = startPoller(shared.memory);
  try {
    const poll = async (): Promise<unknown> => {
      const answer = once(thread, 'message');
      thread.postMessage('poll');
      return ((await answer) as unknown[])[0];
    };
    expect(await poll()).toEqual({ isSet: false, isBounded: false });
    shared.set();
    expect(await poll()).toEqual({ isSet: true, isBounded: true });
  } finally {
    await thread.terminate();
  }
});

test('the grace period begins when the flag is seen', () => {
  const shared = new SharedStopFlag();
  const flag = stopOnSharedFlag(shared.memory, 1_000);
  expect(flag.poll()).toBe(false);
  expect(flag.leftMs).toBe(Infinity);
  shared.set();
  expect(flag.poll()).toBe(true);
  expect(flag.leftMs).toBeLessThanOrEqual(1_000);
});

import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { typescriptCommand } from '@bytes-up/testkit';
import { StopOrder, stopOnOrder } from './stop-order';

/**
 * A thread that says what it sees each time it is asked. jest compiles what it loads; the
 * thread loads without jest.
 */
function watcherOf(memory: SharedArrayBuffer): Worker {
  const [, ...execArgv] = typescriptCommand(join(__dirname, 'testing/stop-watcher.ts'));
  const file = execArgv.pop() ?? '';
  return new Worker(file, { execArgv, workerData: memory });
}

test('what one thread orders, another one sees in the memory that they share', async () => {
  const order = new StopOrder();
  const thread = watcherOf(order.memory);
  try {
    const sees = async (): Promise<unknown> => {
      const answer = once(thread, 'message');
      thread.postMessage('look');
      return ((await answer) as unknown[])[0];
    };
    expect(await sees()).toEqual({ asked: false, isBounded: false });
    order.give();
    expect(await sees()).toEqual({ asked: true, isBounded: true });
  } finally {
    await thread.terminate();
  }
});

test('the grace begins when the order is seen', () => {
  const order = new StopOrder();
  const flag = stopOnOrder(order.memory, 1_000);
  expect(flag.poll()).toBe(false);
  expect(flag.leftMs).toBe(Infinity);
  order.give();
  expect(flag.poll()).toBe(true);
  expect(flag.leftMs).toBeLessThanOrEqual(1_000);
});

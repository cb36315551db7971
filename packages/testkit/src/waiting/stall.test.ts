import { parseStat, readProc } from '../proc/entry';
import { stall } from './stall';

/**
 * Processor time of the main thread, in ticks of 10 ms; 0 without /proc. That of the
 * process would contain V8's other threads.
 */
function usedTicks(): number {
  const { pid } = process;
  return parseStat(pid, readProc(`/proc/self/task/${pid}/stat`))?.ticks ?? 0;
}

test('nothing else of the thread runs meanwhile, and it leaves the processor to others', async () => {
  const order: string[] = [];
  const timer = new Promise<void>((resolve) => {
    setTimeout(() => {
      order.push('timer');
      resolve();
    }, 1);
  });
  const beganAtMs = performance.now();
  const ticksBefore = usedTicks();
  stall(300);
  const ticks = usedTicks() - ticksBefore;
  order.push('stall');
  expect(performance.now() - beganAtMs).toBeGreaterThanOrEqual(299); // it rounds
  expect(ticks).toBeLessThan(15);
  await timer;
  expect(order).toEqual(['stall', 'timer']);
});

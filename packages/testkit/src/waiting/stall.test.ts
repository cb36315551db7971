import { stall } from './stall';

test('nothing else of the thread runs meanwhile, and it leaves the processor to others', async () => {
  const order: string[] = [];
  const timer = new Promise<void>((resolve) => {
    setTimeout(() => {
      order.push('timer');
      resolve();
    }, 1);
  });
  const beganAtMs = performance.now();
  const before = process.cpuUsage();
  stall(300);
  const { user, system } = process.cpuUsage(before);
  order.push('stall');
  expect(performance.now() - beganAtMs).toBeGreaterThanOrEqual(299); // it rounds
  expect((user + system) / 1_000).toBeLessThan(150);
  await timer;
  expect(order).toEqual(['stall', 'timer']);
});

import { StopOrder, stopOnOrder } from './stop-order';

test('what one thread orders, another one sees in the memory that they share', () => {
  const order = new StopOrder();
  const flag = stopOnOrder(order.memory, 1_000);
  expect(flag.look()).toBe(false);
  expect(flag.leftMs).toBe(Infinity);
  order.give();
  expect(flag.look()).toBe(true);
  expect(flag.leftMs).toBeLessThanOrEqual(1_000);
});

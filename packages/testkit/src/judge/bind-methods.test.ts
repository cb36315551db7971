import { bindMethods } from './bind-methods';

class Counter {
  #count = 0;

  constructor() {
    bindMethods(this);
  }

  get count(): number {
    return this.#count;
  }

  add(times: number): number {
    return (this.#count += times);
  }
}

test('the methods of an object can be taken out of it', () => {
  const counter = new Counter();
  const { add } = counter as { readonly add: (times: number) => number };
  expect(add(2)).toBe(2);
  const copy = { ...counter } as Counter;
  expect(copy.add(3)).toBe(5);
  expect(counter.count).toBe(5);
});

import { givenNow, givingNothing, noting } from './given';

class Counter {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(times: number): number {
    return (this.#count += times);
  }
}

beforeEach(givingNothing);

test('a call to a method becomes the current input', () => {
  const counter = noting(new Counter());
  expect(counter.add(2)).toBe(2);
  expect(givenNow()).toBe('add(2)');
  expect(counter.count).toBe(2);
});

test('the learner’s object may be frozen', () => {
  const frozen = noting(Object.freeze({ size: 3, add: (n: number) => n + 1 }));
  expect(frozen.add(2)).toBe(3);
  expect(frozen.size).toBe(3);
});

import fc from 'fast-check';
import { subject } from '../testing/subject';

const { EventHeap } = subject;

/** Pops everything. */
function drain<T>(heap: InstanceType<typeof EventHeap<T>>): T[] {
  const popped: T[] = [];
  while (heap.size > 0) popped.push(heap.pop() as T);
  return popped;
}

test('events come in order of time, and those of the same time in the order of their pushes', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9)), (times) => {
      const heap = new EventHeap<readonly [number, number]>();
      times.forEach((atMs, order) => heap.push(atMs, [atMs, order]));
      const expected = times
        .map((atMs, order) => [atMs, order] as const)
        .sort(([a, first], [b, second]) => a - b || first - second);
      expect(drain(heap)).toEqual(expected);
    }),
  );
});

test('pushes between pops keep the order', () => {
  const push = fc.nat(9);
  const pop = fc.constant('pop' as const);
  fc.assert(
    fc.property(fc.array(fc.oneof(push, pop)), (steps) => {
      const heap = new EventHeap<number>();
      const sorted: number[] = [];
      for (const step of steps) {
        if (step === 'pop') expect(heap.pop()).toBe(sorted.shift());
        else {
          heap.push(step, step);
          sorted.push(step);
          sorted.sort((a, b) => a - b);
        }
        expect(heap.nextAtMs).toBe(sorted[0]);
        expect(heap.size).toBe(sorted.length);
      }
    }),
  );
});

test('an empty heap has no event', () => {
  const heap = new EventHeap<string>();
  expect(heap.pop()).toBeUndefined();
  expect(heap.nextAtMs).toBeUndefined();
});

test('a time that is not a number is refused', () => {
  expect(() => new EventHeap<string>().push(NaN, 'x')).toThrow(RangeError);
});

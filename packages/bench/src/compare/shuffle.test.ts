import fc from 'fast-check';
import { MAX_SEED, seededRandom, shuffled } from './shuffle';

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('shuffled', () => {
  test('gives the same orders for the same seed, and others for another seed', () => {
    const orders = (seed: number): string[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 4 }, () => shuffled(LETTERS, random).join(''));
    };
    expect(orders(7)).toEqual(orders(7));
    expect(orders(7)).not.toEqual(orders(8));
    expect(new Set(orders(7)).size).toBe(4);
  });

  test('gives these orders for seed 1 in every version', () => {
    const random = seededRandom(1);
    const orders = Array.from({ length: 3 }, () => shuffled(LETTERS, random).join(''));
    expect(orders).toEqual(['febcad', 'cdabfe', 'defbac']);
  });

  test('keeps every item, and leaves the original unchanged', () => {
    const property = fc.property(
      fc.array(fc.integer()),
      fc.integer({ min: 0, max: MAX_SEED }),
      (items, seed) => {
        const before = [...items];
        const result = shuffled(items, seededRandom(seed));
        expect(items).toEqual(before);
        expect(result.sort((a, b) => a - b)).toEqual(before.sort((a, b) => a - b));
      },
    );
    fc.assert(property);
  });

  test('gives each of the six orders of three items about equally often', () => {
    const random = seededRandom(2026);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6_000; i++) {
      const order = shuffled(['a', 'b', 'c'], random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});

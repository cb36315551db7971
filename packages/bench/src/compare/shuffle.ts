// A seeded shuffle: the seed that the table prints reproduces the order of every round.

/** Returns an integer from 0 to `bound` − 1. */
export type Random = (bound: number) => number;

/** The largest seed. */
export const MAX_SEED = 0xffff_ffff;

/**
 * A generator whose sequence depends on the seed alone: a state that grows by an odd
 * constant (2^32 divided by the golden ratio), mixed by the last steps of MurmurHash3.
 * Good enough for shuffling, not for cryptography.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x9e37_79b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
    mixed = (mixed ^ (mixed >>> 16)) >>> 0;
    return Math.floor((mixed / 2 ** 32) * bound);
  };
}

/** A shuffled copy (Fisher and Yates): every order is equally likely. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = random(last + 1);
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}

// A counter that threads share, solved.

/** Adds one. @returns the previous number, which no other caller gets */
export function take(counter: Int32Array): number {
  return Atomics.add(counter, 0, 1);
}

/**
 * Adds one, unless the number is at max. Adding first and checking afterwards would
 * exceed max for a moment, and make another thread believe that there is no room.
 * @returns whether it did
 */
export function enter(counter: Int32Array, max: number): boolean {
  for (;;) {
    const number = Atomics.load(counter, 0);
    if (number >= max) return false;
    // Only if it is still the number that was compared with max. Otherwise another thread
    // has changed it, so this thread tries again. Each retry means that another one made
    // progress, so the loop ends.
    if (Atomics.compareExchange(counter, 0, number, number + 1) === number) return true;
  }
}

/** Subtracts one: a caller that has entered leaves. */
export function leave(counter: Int32Array): void {
  Atomics.sub(counter, 0, 1);
}

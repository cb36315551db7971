// A counter that threads share. The task: npm start -- exercise 09-shared-counter

/** Adds one. @returns the previous number, which no other caller gets */
export function take(counter: Int32Array): number {
  throw new Error('not written yet: take');
}

/** Adds one, unless the number is at max. @returns whether it did */
export function enter(counter: Int32Array, max: number): boolean {
  throw new Error('not written yet: enter');
}

/** Subtracts one: a caller that has entered leaves. */
export function leave(counter: Int32Array): void {
  throw new Error('not written yet: leave');
}

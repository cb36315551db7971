// Where a sorted list passes a limit.

/**
 * @param isPast false for the first places of the list, and true for all others
 * @returns the first place for which it is true; the length if there is none
 */
export function firstPast(length: number, isPast: (place: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPast(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

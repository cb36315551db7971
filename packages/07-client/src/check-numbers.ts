// Options that are numbers (chapter 07): one that is no number would wait for ever, or
// not at all, and say nothing.

/**
 * @param options of ours: each number among them is a time, a size or a count
 * @throws RangeError
 */
export function checkNumbers(options: object = {}): void {
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (typeof value === 'number' && !(value >= 0))
      throw new RangeError(`${name} must be a number from 0, got ${value}`);
  }
}

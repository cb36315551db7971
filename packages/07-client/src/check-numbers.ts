// Checks numeric options (chapter 07). NaN or a negative number would make a timer fire
// at once or never, without an error.

/**
 * @param options in which every number is a time, a size or a count
 * @throws RangeError for a negative number or NaN
 */
export function checkNumbers(options: object = {}): void {
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    if (typeof value === 'number' && !(value >= 0))
      throw new RangeError(`${name} must be a number from 0, got ${value}`);
  }
}

// Options and their defaults (chapter 07). NaN or a negative number would make a timer
// fire at once or never, and undefined or a string would switch a limit off, without an
// error.

/**
 * The defaults, and the options that are given.
 * @throws RangeError for an option that is not a number from 0, where its default is one:
 * a time, a size or a count
 */
export function withDefaults<O extends object>(defaults: O, options: Partial<O> = {}): O {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const all = { ...defaults, ...Object.fromEntries(given) };
  for (const [name, usual] of Object.entries(defaults) as [keyof O & string, unknown][]) {
    const value: unknown = all[name];
    if (typeof usual !== 'number' || (typeof value === 'number' && value >= 0)) continue;
    throw new RangeError(`${name} must be a number from 0, got ${String(value)}`);
  }
  return all;
}

// Whether a program prints colours (https://no-color.org).

/**
 * True for a terminal that can show them, unless NO_COLOR is set to anything but the
 * empty string.
 */
export function wantsColor(
  stream: { readonly isTTY?: boolean | undefined },
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  return stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

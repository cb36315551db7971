// Whether to print colours (chapter 03's demo; https://no-color.org).

/** True for a terminal, unless NO_COLOR is set to anything but the empty string. */
export function wantsColor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && (env['NO_COLOR'] ?? '') === '';
}

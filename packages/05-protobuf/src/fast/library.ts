// Optional at a first reading: the fast codec.
// The parts shared by the generated functions (chapter 05).

/**
 * Thrown by generated code for anything rare or invalid. The plain codec then does the
 * work or reports the error, so the rules and error messages exist only once.
 */
export const FALLBACK = new Error('falls back to the plain codec');

/** How many bytes a varint of this number takes. */
export function varintBytes(value: number): number {
  return value < 0x80
    ? 1
    : value < 0x4000
      ? 2
      : value < 0x20_0000
        ? 3
        : value < 0x1000_0000
          ? 4
          : 5;
}

// Optional at a first reading: the fast codec.
// What generated code calls for everything that is not worth generating (chapter 05).

/**
 * Thrown by generated code for whatever is rare or wrong. The plain codec then does the
 * work, or says what is wrong: so there is one place that knows, and generated code needs
 * no words for errors.
 */
export const LEAVE = new Error('left to the plain codec');

/** The bytes that a varint of this number takes. */
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

// The cost of binary data in a text message (chapter 03; RFC 4648).

/**
 * The base64 size of `byteCount` bytes: four characters for every three bytes, with the
 * last group padded.
 */
export function base64Bytes(byteCount: number): number {
  return 4 * Math.ceil(byteCount / 3);
}

/** The size of the same data in five forms, in bytes. */
export interface TextCost {
  readonly raw: number;
  /** Two hexadecimal digits for each byte. */
  readonly hex: number;
  readonly base64: number;
  /**
   * A JSON string with one character for each byte, U+0000 to U+00FF, escaped where JSON
   * requires it.
   */
  readonly jsonString: number;
  /** A JSON array of numbers: `[255,216,…]`. */
  readonly jsonNumbers: number;
}

// #region cost
/** Encodes the data in each form and measures the result. */
export function textCost(data: Uint8Array): TextCost {
  const bytes = Buffer.from(data);
  return {
    raw: bytes.length,
    hex: bytes.toString('hex').length,
    base64: bytes.toString('base64').length,
    jsonString: Buffer.byteLength(JSON.stringify(bytes.toString('latin1'))),
    jsonNumbers: JSON.stringify([...bytes]).length,
  };
}
// #endregion cost

// What it costs to put binary data into a text message (chapter 03; RFC 4648).

/**
 * The bytes of `byteCount` bytes as base64: four characters for each three, the last
 * group padded.
 */
export function base64Bytes(byteCount: number): number {
  return 4 * Math.ceil(byteCount / 3);
}

/** The same data in four clothes. All sizes in bytes. */
export interface TextCost {
  readonly raw: number;
  /** Two hexadecimal digits for each byte. */
  readonly hex: number;
  readonly base64: number;
  /**
   * A JSON string with one character for each byte, U+0000 to U+00FF, escaped where JSON
   * wants it.
   */
  readonly jsonString: number;
  /** A JSON array of numbers: `[255,216,…]`. */
  readonly jsonNumbers: number;
}

// #region cost
/** Measures; nothing is estimated. */
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

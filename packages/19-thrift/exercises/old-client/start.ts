// A new exception, an old client. The task: npm start -- exercise 19-old-client

/** What the old client understands of a result of calc. */
export type Outcome = { readonly value: number } | { readonly illegal: string };

/**
 * Skips the value of a field.
 * @param type the compact protocol's number, 1 to 12
 * @returns the offset after the value
 * @throws BytesError INVALID_ARGUMENT
 */
export function skipValue(bytes: Uint8Array, offset: number, type: number): number {
  throw new Error('not written yet: skipValue');
}

/**
 * Reads the result struct of calc.
 * @throws BytesError INVALID_ARGUMENT, also if it knows none of the fields
 */
export function readResult(bytes: Uint8Array): Outcome {
  throw new Error('not written yet: readResult');
}

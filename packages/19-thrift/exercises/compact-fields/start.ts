// Field headers. The task: npm start -- exercise 19-compact-fields

export interface Field {
  /** The compact protocol's number for the type, 1 to 12. */
  readonly type: number;
  /** The number of the field, -32768 to 32767. */
  readonly id: number;
}

/** @param lastId the number of the previous field in this struct; 0 for the first one */
export function encodeField(field: Field, lastId: number): Uint8Array {
  throw new Error('not written yet: encodeField');
}

/**
 * Reads the header at an offset.
 * @param lastId the number of the previous field in this struct; 0 for the first one
 * @returns the field, or undefined at the end of the struct; and the offset after it
 * @throws BytesError INVALID_ARGUMENT, with the offset
 */
export function decodeField(
  bytes: Uint8Array,
  offset: number,
  lastId: number,
): { field: Field | undefined; nextOffset: number } {
  throw new Error('not written yet: decodeField');
}

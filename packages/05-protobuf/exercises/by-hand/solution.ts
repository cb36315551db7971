// Decode a message by hand, solved.
//
//   08 96 01 12 02 68 69 1d 00 00 80 3f 22 03 01 02 03

export interface Field {
  /** Offset of the key. */
  readonly at: number;
  readonly number: number;
  readonly wireType: 'VARINT' | 'I64' | 'LEN' | 'I32';
  /** Offset after the value. */
  readonly end: number;
}

export function fields(): Field[] {
  return [
    { at: 0, number: 1, wireType: 'VARINT', end: 3 }, // 08 is 00001 000
    { at: 3, number: 2, wireType: 'LEN', end: 7 }, // 12 is 00010 010, and the length is 2
    { at: 7, number: 3, wireType: 'I32', end: 12 }, // 1d is 00011 101
    { at: 12, number: 4, wireType: 'LEN', end: 17 }, // 22 is 00100 010, the length is 3
  ];
}

export function firstAsInt32(): number {
  return 150; // 0010110 and 0000001, the low bits first: 22 + 128
}

export function firstAsSint32(): number {
  return 75; // even numbers stand for non-negative ones, doubled
}

export function secondAsText(): string {
  return 'hi';
}

export function thirdAsFloat(): number {
  return 1;
}

export function lastAsNumbers(): number[] {
  return [1, 2, 3];
}

/**
 * 68 is 01101 000: field 13, VARINT, and 69 is its value. So "hi" may also be a message,
 * and without a schema you cannot be sure. A tool guesses text, because both bytes are
 * letters.
 */
export function secondAsMessage(): { number: number; value: number } {
  return { number: 13, value: 105 };
}

/** 01 would be a key with the number 0 and the wire type I64. */
export function lastCanBeMessage(): boolean {
  return false;
}

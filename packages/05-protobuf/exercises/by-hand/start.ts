// Decode a message by hand. The task: npm start -- exercise 05-by-hand
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
  // [{ at: 0, number: 1, wireType: 'VARINT', end: 3 }, …]
  throw new Error('not written yet: fields');
}

export function firstAsInt32(): number {
  throw new Error('not written yet: firstAsInt32');
}

export function firstAsSint32(): number {
  throw new Error('not written yet: firstAsSint32');
}

export function secondAsText(): string {
  throw new Error('not written yet: secondAsText');
}

export function thirdAsFloat(): number {
  throw new Error('not written yet: thirdAsFloat');
}

export function lastAsNumbers(): number[] {
  throw new Error('not written yet: lastAsNumbers');
}

export function secondAsMessage(): { number: number; value: number } {
  throw new Error('not written yet: secondAsMessage');
}

export function lastCanBeMessage(): boolean {
  throw new Error('not written yet: lastCanBeMessage');
}

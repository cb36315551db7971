// Read a dump. The task: npm start -- exercise 03-dump
//
//  0  0d 00 00 00 7b 22 69 6e 22 3a 22 70 69 6e 67 22  ....{"in":"ping"
// 16  7d 00 00 00 00 02 00 00 00 7b 7d 00 00 00 0e 7b  }........{}....{
// 32  22 69 6e 22 3a 22 73 74 61 74 73 22 7d           "in":"stats"}

/** The lengths of the complete bodies, in order. */
export function bodyBytes(): number[] {
  throw new Error('not written yet: bodyBytes');
}

/** The offset of the frame at which the server gave up. */
export function badFrameAt(): number {
  throw new Error('not written yet: badFrameAt');
}

/** The length that the server read there. */
export function lengthRead(): number {
  throw new Error('not written yet: lengthRead');
}

/** The length that the client meant. */
export function lengthMeant(): number {
  throw new Error('not written yet: lengthMeant');
}

/** The byte order in which the client wrote it. */
export function byteOrder(): 'little-endian' | 'big-endian' {
  throw new Error('not written yet: byteOrder');
}

// Read a dump, solved.
//
//  0  0d 00 00 00 7b 22 69 6e 22 3a 22 70 69 6e 67 22  ....{"in":"ping"
// 16  7d 00 00 00 00 02 00 00 00 7b 7d 00 00 00 0e 7b  }........{}....{
// 32  22 69 6e 22 3a 22 73 74 61 74 73 22 7d           "in":"stats"}

/**
 * The length at 0 is 13, so the next frame is at 17. Its length is 0: an empty frame is a
 * frame. The length at 21 is 2, so the next one is at 27.
 */
export function bodyBytes(): number[] {
  return [13, 0, 2];
}

export function badFrameAt(): number {
  return 27;
}

/** 00 00 00 0e with the low byte first is 14 · 2^24, and more than 4 MiB. */
export function lengthRead(): number {
  return 234_881_024;
}

/** From offset 31 to the end of the dump there are 14 bytes. */
export function lengthMeant(): number {
  return 14;
}

/** It is a small number, and only its last byte is not 0. */
export function byteOrder(): 'little-endian' | 'big-endian' {
  return 'big-endian';
}

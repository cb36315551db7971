// Bodies that leave in one write (chapter 03): their frames are written into one buffer.

import { encodeFrame } from './encode-frame';
import { LENGTH_BYTES } from './frame-decoder';

/** Collects bodies until they are sent. */
export class FrameBatch {
  #bodies: string[] = [];
  #length = 0;

  /**
   * The size of all frames, in bytes. If a body is not ASCII, it is a lower bound, and at
   * least a third of the size.
   */
  get length(): number {
    return this.#length;
  }

  add(body: string): void {
    this.#bodies.push(body);
    this.#length += LENGTH_BYTES + body.length;
  }

  /** Removes all, and returns their frames. */
  take(): Buffer {
    const frames = encodeFrames(this.#bodies);
    this.#bodies = [];
    this.#length = 0;
    return frames;
  }
}

/**
 * The frames of these bodies, one after the other: the same bytes as those of
 * encodeFrame. Writing a long string costs little more than writing a short one. So the
 * lengths and the bodies are joined first, with one character for each byte.
 */
export function encodeFrames(bodies: readonly string[]): Buffer {
  const [only] = bodies;
  if (bodies.length === 1 && only !== undefined) return encodeFrame(only);
  let text = '';
  let highBytes = 0; // of the lengths: UTF-8 writes each byte from 128 on as two
  for (const body of bodies) {
    const { length } = body;
    text += lengthText(length) + body;
    highBytes += highBytesOf(length);
  }
  const isAscii = Buffer.byteLength(text) === text.length + highBytes;
  return isAscii ? Buffer.from(text, 'latin1') : Buffer.concat(bodies.map(encodeFrame));
}

/** The four bytes of a length, as characters. */
function lengthText(length: number): string {
  return String.fromCharCode(
    length & 0xff,
    (length >>> 8) & 0xff,
    (length >>> 16) & 0xff,
    length >>> 24,
  );
}

function highBytesOf(length: number): number {
  return ((length >>> 7) & 1) + ((length >>> 15) & 1) + ((length >>> 23) & 1) + (length >>> 31);
}

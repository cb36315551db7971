// Splits one direction of a connection into HTTP/2 frames (RFC 9113, section 4.1): three
// bytes of length, a type, flags, the number of the stream, and the payload.

import { ByteQueue } from '@bytes-up/byte-queue';

const HEADER_BYTES = 9;
/** The first bytes of a client (RFC 9113, section 3.4). */
export const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

const TYPES = [
  'DATA',
  'HEADERS',
  'PRIORITY',
  'RST_STREAM',
  'SETTINGS',
  'PUSH_PROMISE',
  'PING',
  'GOAWAY',
  'WINDOW_UPDATE',
  'CONTINUATION',
] as const;

export interface Http2Frame {
  /** `DATA`; `type 32` for one without a name. */
  readonly type: string;
  readonly flags: number;
  /** 0 is the connection itself. */
  readonly stream: number;
  readonly payload: Buffer;
}

// #region split
export class Http2FrameSplitter {
  readonly #queue = new ByteQueue();
  #prefaceLeft: number;

  /** @param maxBytes of a payload @param isClient its bytes begin with the preface */
  constructor(
    isClient: boolean,
    private readonly maxBytes = 16_384,
  ) {
    this.#prefaceLeft = isClient ? PREFACE.length : 0;
  }

  /**
   * @returns the frames that are complete now
   * @throws RangeError for a frame over the limit, Error for a wrong preface
   */
  push(chunk: Buffer): Http2Frame[] {
    this.#queue.append(chunk);
    if (!this.#skipPreface()) return [];
    const frames: Http2Frame[] = [];
    while (this.#queue.length >= HEADER_BYTES) {
      const header = this.#queue.peek(HEADER_BYTES);
      const length = header.readUIntBE(0, 3);
      if (length > this.maxBytes)
        throw new RangeError(`frame length ${length} exceeds ${this.maxBytes}`);
      if (this.#queue.length < HEADER_BYTES + length) break;
      const number = header.readUInt8(3);
      this.#queue.take(HEADER_BYTES);
      frames.push({
        type: TYPES[number] ?? `type ${number}`,
        flags: header.readUInt8(4),
        stream: header.readUInt32BE(5) & 0x7fff_ffff, // the highest bit is reserved
        payload: this.#queue.take(length),
      });
    }
    return frames;
  }
  // #endregion split

  /** @returns whether it was read */
  #skipPreface(): boolean {
    if (this.#prefaceLeft === 0) return true;
    if (this.#queue.length < PREFACE.length) return false;
    const came = this.#queue.take(PREFACE.length).toString('latin1');
    if (came !== PREFACE) throw new Error(`expected HTTP/2's preface, got ${JSON.stringify(came)}`);
    this.#prefaceLeft = 0;
    return true;
  }
}

// HTTP/2's frames out of one direction of a connection (RFC 9113, section 4.1): three bytes of length, a type, flags, the stream's
// number, and so many bytes.

const HEADER_BYTES = 9;
/** What a client says first (RFC 9113, section 3.4). */
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
  #pending: Buffer = Buffer.alloc(0);
  #prefaceLeft: number;

  /** @param maxBytes a longer payload is refused @param isClient its bytes begin with the preface */
  constructor(
    isClient: boolean,
    private readonly maxBytes = 16_384,
  ) {
    this.#prefaceLeft = isClient ? PREFACE.length : 0;
  }

  /** @returns the frames that are whole now @throws RangeError for one that is too long, Error for another preface */
  push(chunk: Buffer): Http2Frame[] {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    if (!this.#skipPreface()) return [];
    const frames: Http2Frame[] = [];
    while (this.#pending.length >= HEADER_BYTES) {
      const length = this.#pending.readUIntBE(0, 3);
      if (length > this.maxBytes)
        throw new RangeError(`a frame of ${length} bytes, the most is ${this.maxBytes}`);
      const end = HEADER_BYTES + length;
      if (this.#pending.length < end) break;
      const number = this.#pending[3] ?? 0;
      frames.push({
        type: TYPES[number] ?? `type ${number}`,
        flags: this.#pending[4] ?? 0,
        stream: this.#pending.readUInt32BE(5) & 0x7fff_ffff, // the highest bit is reserved
        payload: this.#pending.subarray(HEADER_BYTES, end),
      });
      this.#pending = this.#pending.subarray(end);
    }
    return frames;
  }
  // #endregion split

  /** @returns whether it is behind us */
  #skipPreface(): boolean {
    if (this.#prefaceLeft === 0) return true;
    if (this.#pending.length < PREFACE.length) return false;
    const came = this.#pending.toString('latin1', 0, PREFACE.length);
    if (came !== PREFACE) throw new Error(`expected HTTP/2's preface, got ${JSON.stringify(came)}`);
    this.#pending = this.#pending.subarray(PREFACE.length);
    this.#prefaceLeft = 0;
    return true;
  }
}

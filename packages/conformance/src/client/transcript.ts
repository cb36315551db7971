// What happened in one case, with time stamps: all bytes in both directions, and every
// event. A case that fails prints it.

import { shortHex } from './bytes';

/** Entries kept from the start and the end of a case, so that a flood stays readable. */
const KEPT_AT_EACH_END = 15;
/** Bytes shown of one piece, from its start and its end. */
const SHOWN_BYTES = 24;

export type Direction = '→' | '←' | '·';

interface Entry {
  readonly atMs: number;
  readonly who: string;
  readonly direction: Direction;
  /**
   * An event, or the bytes that went by. They are formatted when the transcript is
   * printed: few are, and most entries of a flood are dropped.
   */
  readonly what: string | Uint8Array;
}

export class Transcript {
  readonly #startedAtMs = performance.now();
  readonly #first: Entry[] = [];
  readonly #last: Entry[] = [];
  #dropped = 0;

  /** Records bytes that were sent (→) or received (←). They must not change any more. */
  bytes(who: string, direction: Direction, bytes: Uint8Array): void {
    this.#add({ atMs: this.#now(), who, direction, what: bytes });
  }

  /** Records an event, such as `connected` or `SIGTERM sent`. */
  note(who: string, text: string): void {
    this.#add({ atMs: this.#now(), who, direction: '·', what: text });
  }

  /** One line for each entry. Bytes are shown as text too. */
  lines(): string[] {
    const gap = this.#dropped === 0 ? [] : [`      … ${this.#dropped} entries left out …`];
    return [...this.#first.map(line), ...gap, ...this.#last.map(line)];
  }

  #now(): number {
    return performance.now() - this.#startedAtMs;
  }

  #add(entry: Entry): void {
    if (this.#first.length < KEPT_AT_EACH_END) {
      this.#first.push(entry);
      return;
    }
    this.#last.push(entry);
    if (this.#last.length <= KEPT_AT_EACH_END) return;
    this.#last.shift();
    this.#dropped++;
  }
}

function line({ atMs, who, direction, what }: Entry): string {
  const text = typeof what === 'string' ? what : described(what);
  return `${atMs.toFixed(1).padStart(9)} ms  ${who.padEnd(6)} ${direction} ${text}`;
}

function described(bytes: Uint8Array): string {
  const size = bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`;
  return `${size}: ${shortHex(bytes, SHOWN_BYTES)}  ${preview(bytes)}`;
}

/** The printable characters of a piece, so that a reader can see which request it is. */
function preview(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, 100))
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, '.');
  return `|${text}${bytes.length > 100 ? '…' : ''}|`;
}

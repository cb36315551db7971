// One connection of the load generator in JavaScript: sends numbered requests, compares
// the answers with the template. As wire.c does it.

import { EPOLLOUT, tryRecv, trySend } from '@bytes-up/posix';
import type { Watcher } from '@bytes-up/single-process-async';
import { NUMBER } from '../../wire';
import type { Tally } from './tally';

export interface CallFormat {
  readonly inFlight: number;
  readonly preface: Buffer;
  readonly request: Buffer;
  readonly answer: Buffer;
  readonly numbering: 'none' | 'digits' | 'binary';
  readonly requestAt: number;
  readonly answerAt: number;
  /** The bytes of the answer before this one are not compared. */
  readonly checkFrom: number;
}

export interface CallerEvents {
  /** One call is over. */
  readonly answered: () => void;
  /** Whether it waits until it can send more. */
  readonly waitToSend: (waits: boolean) => void;
}

/** Digits, or bytes. */
const WIDTH = { none: 0, digits: 6, binary: 4 } as const;
const chunk = Buffer.alloc(256 * 1024);

export class Caller implements Watcher {
  readonly #due = new Map<number, number>();
  readonly #free: number[];
  #order: number[] = [];
  #out: Buffer[];
  #waits = false;
  #at = 0;
  #digits = Buffer.alloc(6);

  constructor(
    readonly fd: number,
    private readonly format: CallFormat,
    private readonly tally: Tally,
    private readonly events: CallerEvents,
  ) {
    this.#out = [format.preface];
    this.#free = Array.from({ length: format.inFlight }, (_, slot) => NUMBER + slot);
  }

  get inFlight(): number {
    return this.#due.size;
  }

  /** Queues a request. */
  call(dueMs: number): void {
    const { request, numbering, requestAt } = this.format;
    const number = this.#free.pop();
    if (number === undefined) throw new Error('no call is free');
    const bytes = numbering === 'none' ? request : Buffer.from(request);
    if (numbering === 'digits') bytes.write(String(number), requestAt, 'latin1');
    if (numbering === 'binary') bytes.writeUInt32BE(number, requestAt);
    this.#due.set(number, dueMs);
    this.#order.push(number);
    this.#out.push(bytes);
  }

  /** Sends what is queued. */
  flush(): void {
    let bytes = this.#out.length === 1 ? (this.#out[0] as Buffer) : Buffer.concat(this.#out);
    while (bytes.length > 0) {
      const sent = trySend(this.fd, bytes);
      if (typeof sent !== 'number') break;
      bytes = bytes.subarray(sent);
    }
    this.#out = bytes.length > 0 ? [bytes] : [];
    const waits = bytes.length > 0;
    if (waits !== this.#waits) this.events.waitToSend(waits);
    this.#waits = waits;
  }

  ready(events: number): void {
    if ((events & EPOLLOUT) !== 0) this.flush();
    const count = tryRecv(this.fd, chunk);
    if (typeof count !== 'number') return;
    if (count === 0)
      throw new Error(`the server closed a connection with ${this.inFlight} calls in flight`);
    let rest: Buffer = chunk.subarray(0, count);
    while (rest.length > 0) rest = this.#takePiece(rest);
    if (this.#out.length > 0) this.flush();
  }

  /** @returns what follows */
  #takePiece(bytes: Buffer): Buffer {
    const { answer, numbering, answerAt, checkFrom } = this.format;
    const piece = bytes.subarray(0, answer.length - this.#at);
    const [from, to] = [this.#at, this.#at + piece.length];
    const idFrom = numbering === 'none' ? answer.length : answerAt;
    const idTo = idFrom + WIDTH[numbering];
    const compare = (start: number, end: number): void => {
      if (start >= end) return;
      const got = piece.subarray(start - from, end - from);
      if (!got.equals(answer.subarray(start, end)))
        throw new Error(`wrong answer: ${String(piece.subarray(0, 200))}`);
    };
    compare(Math.max(from, checkFrom), Math.min(to, idFrom));
    compare(Math.max(from, idTo, checkFrom), to);
    for (let i = Math.max(from, idFrom); i < Math.min(to, idTo); i++)
      this.#digits[i - idFrom] = piece[i - from] as number;
    this.#at = to;
    if (to === answer.length) this.#complete();
    return bytes.subarray(piece.length);
  }

  #complete(): void {
    this.#at = 0;
    const { numbering } = this.format;
    const oldest = this.#order.shift();
    const number =
      numbering === 'none'
        ? (oldest ?? NaN)
        : numbering === 'digits'
          ? Number(this.#digits.toString('latin1'))
          : this.#digits.readUInt32BE(0);
    const dueMs = this.#due.get(number);
    if (dueMs === undefined) throw new Error('an answer matches no call in flight');
    this.#due.delete(number);
    this.#free.push(number);
    this.tally.calls++;
    this.tally.record(performance.now() - dueMs);
    this.events.answered();
  }
}

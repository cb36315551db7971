// A fake socket that plays back a list: what arrives, and how much it accepts. Where a
// real one would block forever, it throws.

import { bindMethods, show } from '@bytes-up/testkit';

/** A piece of the stream, `end`, `EINTR`, or the error that the call throws. */
export type Arriving = string | Error;
export type Taking = number | 'EINTR' | Error;

export interface Exports {
  recvAll: (socket: FakeSocket, bytes: number) => Buffer | undefined;
  sendAll: (socket: FakeSocket, bytes: Buffer) => void;
}

export class FakeSocket {
  readonly #arriving: Arriving[];
  readonly #taking: Taking[];
  /** What send has accepted, as text. */
  taken = '';

  constructor(arriving: readonly Arriving[], taking: readonly Taking[] = []) {
    bindMethods(this);
    this.#arriving = [...arriving];
    this.#taking = [...taking];
  }

  /** What has arrived but has not been read. */
  get left(): string {
    return this.#arriving.join('');
  }

  recv(maxBytes: number): Buffer | 'EINTR' {
    if (!Number.isInteger(maxBytes) || maxBytes <= 0)
      throw new Error(`recv(${show(maxBytes)}) asks for 0 bytes`);
    const next = this.#arriving.shift();
    if (next === undefined)
      throw new Error(`recv(${maxBytes}) blocks forever: nothing more arrives`);
    if (next instanceof Error) throw next;
    if (next === 'EINTR') return 'EINTR';
    if (next === 'end') {
      this.#arriving.unshift('end'); // the end is permanent
      return Buffer.alloc(0);
    }
    if (next.length > maxBytes) this.#arriving.unshift(next.slice(maxBytes));
    return Buffer.from(next.slice(0, maxBytes), 'latin1');
  }

  send(bytes: Buffer): number | 'EINTR' {
    const text = bytes.toString('latin1');
    if (text === '') throw new Error('send of no bytes');
    const next = this.#taking.shift();
    if (next === undefined)
      throw new Error(`send(${show(text)}), although all bytes were accepted`);
    if (next instanceof Error) throw next;
    if (next === 'EINTR') return 'EINTR';
    const count = Math.min(next, text.length);
    this.taken += text.slice(0, count);
    return count;
  }
}

// A socket that is made of a list: what arrives, and how much it takes. Where a real one
// would block for ever, it fails.

import { show } from '@bytes-up/testkit';

/** A piece of the stream, `end`, `EINTR`, or what the call throws. */
export type Arriving = string | Error;
export type Taking = number | 'EINTR' | Error;

export interface Exports {
  recvAll: (socket: MadeSocket, bytes: number) => Buffer | undefined;
  sendAll: (socket: MadeSocket, bytes: Buffer) => void;
}

export class MadeSocket {
  readonly #arriving: Arriving[];
  readonly #taking: Taking[];
  /** What send has taken, as text. */
  taken = '';

  constructor(arriving: readonly Arriving[], taking: readonly Taking[] = []) {
    this.#arriving = [...arriving];
    this.#taking = [...taking];
  }

  /** What has arrived and was not read. */
  get left(): string {
    return this.#arriving.join('');
  }

  recv(maxBytes: number): Buffer | 'EINTR' {
    if (!Number.isInteger(maxBytes) || maxBytes <= 0)
      throw new Error(`recv(${show(maxBytes)}) asks for no byte`);
    const next = this.#arriving.shift();
    if (next === undefined)
      throw new Error(`recv(${maxBytes}) blocks for ever: nothing more arrives`);
    if (next instanceof Error) throw next;
    if (next === 'EINTR') return 'EINTR';
    if (next === 'end') {
      this.#arriving.unshift('end'); // it stays at its end
      return Buffer.alloc(0);
    }
    if (next.length > maxBytes) this.#arriving.unshift(next.slice(maxBytes));
    return Buffer.from(next.slice(0, maxBytes), 'latin1');
  }

  send(bytes: Buffer): number | 'EINTR' {
    const text = bytes.toString('latin1');
    if (text === '') throw new Error('send of no bytes');
    const next = this.#taking.shift();
    if (next === undefined) throw new Error(`send(${show(text)}), although all bytes were taken`);
    if (next instanceof Error) throw next;
    if (next === 'EINTR') return 'EINTR';
    const count = Math.min(next, text.length);
    this.taken += text.slice(0, count);
    return count;
  }
}

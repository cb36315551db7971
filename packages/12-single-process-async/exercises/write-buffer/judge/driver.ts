// Drives the learner's write buffer with a fake send.

import { expectEqual, expectResult, show } from '@bytes-up/testkit';
import { FakeSend, type Send } from './fake-send';

interface WriteBuffer {
  readonly waiting: number;
  readonly mayRead: boolean;
  write(bytes: Buffer): void;
  onWritable(): void;
}

export interface Exports {
  WriteBuffer: new (send: Send, highWaterBytes: number) => WriteBuffer;
}

export class Driver {
  readonly fake = new FakeSend();
  readonly #buffer: WriteBuffer;
  readonly #done: string[];

  constructor({ WriteBuffer }: Exports, highWaterBytes = 1_000_000) {
    this.#done = highWaterBytes === 1_000_000 ? [] : [`highWaterBytes ${highWaterBytes}`];
    this.#buffer = this.#do(undefined, () => new WriteBuffer(this.fake.send, highWaterBytes));
  }

  /** From now on send accepts this many bytes. */
  room(bytes: number): void {
    this.fake.room = bytes;
    this.#done.push(`room for ${bytes === 1 ? '1 byte' : `${bytes} bytes`}`);
  }

  write(text: string): void {
    const shown = text.length > 20 ? `${text.length} bytes` : show(text);
    this.#do(`write(${shown})`, () => this.#buffer.write(Buffer.from(text, 'latin1')));
  }

  writable(): void {
    this.#do('onWritable()', () => this.#buffer.onWritable());
  }

  /** For cases that are about what it throws. */
  get unguarded(): WriteBuffer {
    return this.#buffer;
  }

  expectTaken(expected: string): void {
    expectEqual(`${this.#given}; sent`, expected, this.fake.taken);
  }

  expectWaiting(expected: number): void {
    expectEqual(
      `${this.#given}; waiting`,
      expected,
      this.#do(undefined, () => this.#buffer.waiting),
    );
  }

  expectMayRead(expected: boolean): void {
    expectEqual(
      `${this.#given}; mayRead`,
      expected,
      this.#do(undefined, () => this.#buffer.mayRead),
    );
  }

  expectCalls(expected: number): void {
    expectEqual(`${this.#given}; calls of send`, expected, this.fake.calls);
  }

  #do<T>(step: string | undefined, call: () => T): T {
    if (step !== undefined) this.#done.push(step);
    return expectResult(this.#given, call);
  }

  get #given(): string {
    return this.#done.join('; ') || 'a new WriteBuffer';
  }
}

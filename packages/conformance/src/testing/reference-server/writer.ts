// Sends answers, all those of one turn in one write. The mutants that confuse answers are
// here.

import type { Socket } from 'node:net';
import type { Response } from '@bytes-up/protocol';
import { frameOf } from './answers';
import { is } from './mutants';

export class AnswerWriter {
  readonly #socket: Socket;
  readonly #maxFrameBytes: number;
  /** An answer that a mutant holds back until the next one. */
  #held: Buffer | undefined;

  constructor(socket: Socket, maxFrameBytes: number) {
    this.#socket = socket;
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** @param another whether the next call has already arrived completely. */
  write(answer: Response, another: boolean): void {
    if (this.#socket.writableEnded || this.#socket.destroyed) return;
    if (this.#socket.writableCorked === 0) {
      this.#socket.cork();
      process.nextTick(() => this.#socket.uncork());
    }
    const frame = frameOf(answer, this.#maxFrameBytes);
    const confuses = is('swaps-answers') || is('merges-answers');
    if (confuses && this.#held === undefined && another) {
      this.#held = frame;
      return;
    }
    for (const bytes of this.#confused(frame)) this.#socket.write(bytes);
    if (is('answers-twice') && answer.id === 2) this.#socket.write(frame);
  }

  #confused(frame: Buffer): readonly Buffer[] {
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined) return [frame];
    if (is('swaps-answers')) return [frame, held];
    const both = Buffer.concat([held, frame.subarray(4)]);
    both.writeUInt32LE(both.length - 4);
    return [both];
  }
}

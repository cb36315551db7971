// A pipelining client, solved. All it has to remember is a queue: the server replies in
// order, so the first reply belongs to the first command.

import { RpcError } from '@bytes-up/protocol';
import { encodeCommand, RespDecoder, type RespValue } from '@bytes-up/resp';

interface Waiting {
  readonly resolve: (value: RespValue) => void;
  readonly reject: (error: Error) => void;
}

/** An error reply. Its code is the first word of its text. */
class ReplyError extends Error {
  override readonly name = 'ReplyError';
  readonly code: string;

  constructor(text: string) {
    super(text);
    this.code = text.split(' ', 1)[0] ?? '';
  }
}

/** The part of a RESP client that has no socket. */
export class Pipeline {
  readonly #decoder = new RespDecoder();
  readonly #waiting: Waiting[] = [];
  /** Set once no more replies can arrive. */
  #ended: Error | undefined;

  /** @param write sends bytes to the server */
  constructor(private readonly write: (bytes: Buffer) => void) {}

  /** How many commands are waiting for a reply. */
  get size(): number {
    return this.#waiting.length;
  }

  /**
   * Sends a command at once.
   * @returns its reply. Rejects with an error whose code is the first word of the reply's
   *   text, or with the error that ended the client
   */
  command(...words: string[]): Promise<RespValue> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject }); // before a reply can arrive
      this.write(encodeCommand(...words));
    });
  }

  /** Takes bytes as they arrive from the server. Never throws. */
  receive(chunk: Buffer): void {
    if (this.#ended !== undefined) return;
    try {
      this.#decoder.push(chunk);
      for (let value = this.#decoder.next(); value !== undefined; value = this.#decoder.next()) {
        this.#take(value);
      }
    } catch (error) {
      this.end(error as Error);
    }
  }

  /** The connection has ended: rejects waiting and later commands with this error. */
  end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }

  #take(value: RespValue): void {
    if (value.type === 'push') return;
    const first = this.#waiting.shift();
    if (first === undefined) throw new RpcError('INTERNAL', 'a reply that matches no command');
    if (value.type === 'simple error') first.reject(new ReplyError(value.value));
    else if (value.type === 'bulk error') first.reject(new ReplyError(value.value.toString()));
    else first.resolve(value);
  }
}

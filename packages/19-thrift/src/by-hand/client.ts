// A Thrift client by hand (chapter 19). Several calls may be under way on its connection: a reply has the number of its call.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { readOutcome, writeCalc, writeText, type Outcome } from './pi-messages';
import type { Writer } from './protocol';
import type { Wire } from '../wire';
import { envelope, MessageStream, writerFor } from './transport';

const MAX_BYTES = 16 * 1024 * 1024;

/** The exception that calc declares. */
export class IllegalArgument extends Error {
  override readonly name = 'IllegalArgument';
}

interface Waiting {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
}

export class HandMadeClient {
  readonly #waiting = new Map<number, Waiting>();
  #seqid = 0;
  #lost: Error | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly wire: Wire,
  ) {
    const stream = new MessageStream(wire.protocol, wire.transport, MAX_BYTES);
    socket.on('data', (chunk) => {
      try {
        stream.push(chunk, (reader) => {
          const { seqid, type } = reader.message();
          const outcome = readOutcome(reader, type);
          this.#waiting.get(seqid)?.resolve(outcome);
          this.#waiting.delete(seqid);
        });
      } catch (error) {
        this.#end(error as Error);
      }
    });
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('the connection is closed')));
  }

  static async connect(port: number, wire: Wire): Promise<HandMadeClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new HandMadeClient(socket, wire);
  }

  /** @throws IllegalArgument */
  async calc(n: number): Promise<number> {
    return (await this.#call((writer, seqid) => writeCalc(writer, seqid, n))) as number;
  }

  async ping(text: string): Promise<string> {
    return (await this.#call((writer, seqid) => writeText(writer, 'ping', seqid, text))) as string;
  }

  /** Nobody answers. */
  note(text: string): void {
    this.#send((writer) => writeText(writer, 'note', ++this.#seqid, text));
  }

  async close(): Promise<void> {
    if (this.socket.closed) return;
    const closed = once(this.socket, 'close');
    this.socket.end();
    await closed;
  }

  // #region call
  async #call(write: (writer: Writer, seqid: number) => void): Promise<number | string> {
    if (this.#lost !== undefined) throw this.#lost;
    const seqid = ++this.#seqid;
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      this.#waiting.set(seqid, { resolve, reject });
      this.#send((writer) => write(writer, seqid));
    });
    if ('illegal' in outcome) throw new IllegalArgument(outcome.illegal);
    if ('failure' in outcome) throw new Error(outcome.failure);
    return outcome.value;
  }

  #send(write: (writer: Writer) => void): void {
    const writer = writerFor(this.wire.protocol);
    write(writer);
    this.socket.write(envelope(writer.bytes(), this.wire.transport));
  }
  // #endregion call

  #end(error: Error): void {
    this.#lost ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#lost);
    this.#waiting.clear();
    this.socket.destroy();
  }
}

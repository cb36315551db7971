// A Thrift client by hand (chapter 19). It connects at the first call, and again after
// the connection was lost.

import { RpcError } from '@bytes-up/protocol';
import type { Wire } from '../wire';
import { Connection } from './connection';
import { PendingCall } from './pending-call';
import { UNKNOWN_METHOD, writeCalc, writeText, type Outcome } from './pi-messages';
import type { Writer } from './protocols/protocol';

/** The declared exception of calc. */
export class IllegalArgument extends Error {
  override readonly name = 'IllegalArgument';
}

export class HandMadeClient {
  #connection: Connection | undefined;
  #isClosed = false;

  constructor(
    private readonly port: number,
    private readonly wire: Wire,
    private readonly host = '127.0.0.1',
  ) {}

  /**
   * @param timeoutMs without it, the call waits for as long as the connection lasts
   * @throws IllegalArgument, RpcError
   */
  async calc(n: number, timeoutMs?: number): Promise<number> {
    if (n !== (n | 0))
      throw new RpcError('INVALID_ARGUMENT', `n must be an integer of 32 bits, got ${n}`);
    const value = await this.#call((writer, seqid) => writeCalc(writer, seqid, n), timeoutMs);
    if (typeof value !== 'number') throw wrongType('a number', value);
    return value;
  }

  /** @throws RpcError */
  async ping(text: string, timeoutMs?: number): Promise<string> {
    const write = (writer: Writer, seqid: number): void => writeText(writer, 'ping', seqid, text);
    const value = await this.#call(write, timeoutMs);
    if (typeof value !== 'string') throw wrongType('a string', value);
    return value;
  }

  /** A one-way call: the caller does not learn whether it arrives. */
  note(text: string): void {
    this.#connected().send((writer, seqid) => writeText(writer, 'note', seqid, text));
  }

  /** Waits up to a second for the calls in flight. New calls are CANCELLED. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#connection?.close();
  }

  // #region call
  async #call(
    write: (writer: Writer, seqid: number) => void,
    timeoutMs?: number,
  ): Promise<number | string> {
    if (Number.isNaN(timeoutMs))
      throw new RpcError('INVALID_ARGUMENT', 'timeoutMs must be a number, got NaN');
    const connection = this.#connected();
    const outcome = await new Promise<Outcome>((resolve, reject) =>
      connection.send(write, new PendingCall(resolve, reject, timeoutMs)),
    );
    if ('illegal' in outcome) throw new IllegalArgument(outcome.illegal);
    if ('failure' in outcome) {
      const isUnknown = outcome.type === UNKNOWN_METHOD;
      throw new RpcError(isUnknown ? 'UNIMPLEMENTED' : 'INTERNAL', outcome.failure);
    }
    return outcome.value;
  }

  /** The current connection, or a new one. */
  #connected(): Connection {
    if (this.#isClosed) throw new RpcError('CANCELLED', 'client closed');
    if (this.#connection !== undefined) return this.#connection;
    const { host, port } = this;
    const connection = new Connection({ host, port }, this.wire, () => {
      if (this.#connection === connection) this.#connection = undefined;
    });
    return (this.#connection = connection);
  }
  // #endregion call
}

function wrongType(expected: string, came: string | number): RpcError {
  return new RpcError('INTERNAL', `invalid reply: expected ${expected}, got ${came}`);
}

// One connection of the Thrift client by hand (chapter 19). Several calls may be in
// flight on it, because a reply carries the number of its call.

import { connect, type Socket } from 'node:net';
import { RpcError } from '@bytes-up/protocol';
import type { Wire } from '../wire';
import type { PendingCall } from './pending-call';
import { readOutcome } from './pi-messages';
import type { Reader, Writer } from './protocols/protocol';
import { envelope, MessageStream, writerFor } from './transport';

const MAX_BYTES = 16 * 1024 * 1024;

/** How long a server may take to close its side. Milliseconds. */
const LINGER_MS = 1_000;

export class Connection {
  readonly #socket: Socket;
  readonly #inFlight = new Map<number, PendingCall>();
  readonly #closed: Promise<unknown>;
  #lastSeqid = 0;
  #isConnected = false;
  #isLost = false;

  /** @param onLost called when it takes no more calls */
  constructor(
    private readonly address: { readonly host: string; readonly port: number },
    private readonly wire: Wire,
    private readonly onLost: () => void,
  ) {
    const stream = new MessageStream(wire.protocol, wire.transport, MAX_BYTES);
    this.#socket = connect({ ...address, noDelay: true });
    this.#closed = new Promise((resolve) => this.#socket.on('close', resolve));
    this.#socket.on('connect', () => (this.#isConnected = true));
    this.#socket.on('error', (error) => this.#lose(error.message, error));
    this.#socket.on('end', () => this.#lose('connection closed by the server'));
    this.#socket.on('close', () => this.#lose('connection closed'));
    this.#socket.on('data', (chunk) => {
      try {
        stream.push(chunk, (reader) => this.#read(reader));
      } catch (error) {
        this.#end(undecodable(error)); // the boundary is lost
      }
    });
  }

  // #region call
  /** Sends a call. Node's socket buffers what is sent before it is connected. */
  send(write: (writer: Writer, seqid: number) => void, call?: PendingCall): void {
    const seqid = (this.#lastSeqid = (this.#lastSeqid + 1) | 0);
    const writer = writerFor(this.wire.protocol);
    write(writer, seqid);
    if (call !== undefined) {
      this.#inFlight.set(seqid, call);
      call.onEnd = () => this.#inFlight.delete(seqid);
    }
    this.#socket.write(envelope(writer.bytes(), this.wire.transport));
  }

  /**
   * The end of a reply is known before it is read, so an invalid one fails only its call.
   */
  #read(reader: Reader): void {
    const { seqid, type } = reader.message();
    const call = this.#inFlight.get(seqid); // undefined: it has timed out
    try {
      call?.complete(readOutcome(reader, type));
    } catch (error) {
      call?.fail(undecodable(error));
    }
  }
  // #endregion call

  /** Waits up to a second for the calls in flight. */
  async close(): Promise<void> {
    if (this.#isConnected) this.#socket.end();
    else this.#lose('client closed');
    const destroy = (): unknown => this.#socket.destroy();
    const timer = setTimeout(() => setImmediate(destroy), LINGER_MS); // after the reads
    await this.#closed;
    clearTimeout(timer);
  }

  /** Calls are retryable only if nothing was sent: others may have run. */
  #lose(why: string, cause?: unknown): void {
    const { host, port } = this.address;
    const retryable = !this.#isConnected;
    const what = retryable ? 'no connection to' : 'lost the connection to';
    const options = { retryable, cause };
    this.#end(new RpcError('UNAVAILABLE', `${what} ${host}:${port}: ${why}`, options));
  }

  #end(error: RpcError): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#socket.destroy();
    this.onLost();
    for (const call of [...this.#inFlight.values()]) call.fail(error);
  }
}

function undecodable(cause: unknown): RpcError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new RpcError('INTERNAL', `invalid reply: ${why}`, { cause });
}

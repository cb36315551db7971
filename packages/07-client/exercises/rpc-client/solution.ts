// my/rpc, step 4: the client, solved.

import net from 'node:net';
import { RpcError, type Json } from '@bytes-up/protocol';
import { Calls } from './calls';
import { encodeFrame, FrameDecoder } from './frames';

const MAX_FRAME_BYTES = 4 * 1024 * 1024;
/** The longest that setTimeout waits: 24 days. With more, it waits 1 ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface Client {
  /**
   * Calls a method.
   * @param options timeoutMs: reject with DEADLINE_EXCEEDED after this many milliseconds
   * @throws RpcError with the code of the answer, or of what ended the call
   */
  call(method: string, params: Json, options?: { timeoutMs?: number }): Promise<Json>;
  /** Ends the connection, and every call in flight with the code CANCELLED. */
  close(): void;
}

/** Connects. @throws RpcError UNAVAILABLE if there is no server */
export async function connect(address: { host: string; port: number }): Promise<Client> {
  const socket = net.connect(address);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', (error) => {
      reject(new RpcError('UNAVAILABLE', `no connection: ${error.message}`, { retryable: true }));
    });
  });
  return new Connection(socket);
}

class Connection implements Client {
  readonly #calls = new Calls();
  readonly #decoder = new FrameDecoder({ maxFrameBytes: MAX_FRAME_BYTES });

  constructor(private readonly socket: net.Socket) {
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', () => undefined); // 'close' follows, and rejects the calls
    socket.once('close', () => {
      // They may have run, because the server may have read them. So this is not
      // retryable.
      this.#calls.failAll(new RpcError('UNAVAILABLE', 'the connection ended'));
    });
  }

  call(method: string, params: Json, { timeoutMs }: { timeoutMs?: number } = {}): Promise<Json> {
    const { id, result } = this.#calls.begin();
    const timeout = timeoutMs === undefined ? {} : { timeout_ms: timeoutMs };
    const frame = encodeFrame(JSON.stringify({ in: method, params, id, ...timeout }));
    if (!this.socket.destroyed) this.socket.write(frame);
    if (timeoutMs === undefined) return result;
    const waitMs = Math.min(timeoutMs, MAX_TIMER_MS);
    const timer = setTimeout(() => {
      // If the answer came first, there is no call with this id any more.
      this.#calls.cancel(id, new RpcError('DEADLINE_EXCEEDED', `no answer in ${timeoutMs} ms`));
    }, waitMs);
    return result.finally(() => clearTimeout(timer));
  }

  close(): void {
    this.#end(new RpcError('CANCELLED', 'the client was closed'));
  }

  #read(chunk: Buffer): void {
    try {
      this.#decoder.push(chunk);
      for (let body = this.#decoder.next(); body !== undefined; body = this.#decoder.next()) {
        this.#calls.complete(body); // false: its caller has stopped waiting
      }
    } catch (error) {
      this.#end(error as Error); // it has a code; nothing after this can be trusted
    }
  }

  /** Only the first reason counts: failAll keeps it. */
  #end(error: Error): void {
    this.#calls.failAll(error);
    this.socket.destroy();
  }
}

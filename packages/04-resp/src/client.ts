// A small client for RESP servers, ours or a real Redis. It pipelines: commands are sent
// at once, and the first reply belongs to the first command, because RESP has no ids.

import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { RespDecoder } from './decoder';
import { encodeCommand } from './encode';
import type { RespValue } from './value';

/**
 * The server replied with an error. `message` is its text, which begins with a word for
 * programs: `ERR`, `WRONGTYPE`.
 */
export class RespReplyError extends Error {
  override readonly name = 'RespReplyError';
}

interface Waiting {
  readonly resolve: (value: RespValue) => void;
  readonly reject: (error: Error) => void;
}

export class RespClient {
  readonly #decoder = new RespDecoder();
  readonly #waiting: Waiting[] = [];
  #ended: Error | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly onPush: (value: RespValue) => void,
  ) {
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('connection closed')));
  }

  /**
   * @param where a host and a port, or the path of a UNIX socket
   * @param onPush receives what the server sends without a request (RESP3)
   * @throws the error of node:net when no server listens there
   */
  static async connect(
    where: NetConnectOpts,
    onPush: (value: RespValue) => void = () => undefined,
  ): Promise<RespClient> {
    const socket = connect(where);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
    });
    return new RespClient(socket, onPush);
  }

  // #region command
  /**
   * Sends a command. @returns its reply
   * @throws RespReplyError; Error when the connection closes before the reply
   */
  command(...words: readonly (string | Buffer)[]): Promise<RespValue> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended);
      this.#waiting.push({ resolve, reject });
      this.socket.write(encodeCommand(...words));
    });
  }

  #read(chunk: Buffer): void {
    this.#decoder.push(chunk);
    try {
      for (let value = this.#decoder.next(); value !== undefined; value = this.#decoder.next()) {
        this.#take(value);
      }
    } catch (error) {
      this.#end(error as Error); // the boundary is lost: no further reply can be matched
    }
  }

  #take(value: RespValue): void {
    if (value.type === 'push') return this.onPush(value);
    if (value.type === 'attribute') return; // about the reply that follows
    const first = this.#waiting.shift();
    if (first === undefined) return this.#end(new Error('reply matches no command'));
    if (value.type === 'simple error') first.reject(new RespReplyError(value.value));
    else if (value.type === 'bulk error') first.reject(new RespReplyError(value.value.toString()));
    else first.resolve(value);
  }
  // #endregion command

  /** Closes the connection. Commands without a reply are rejected. */
  close(): void {
    this.#end(new Error('client closed'));
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.socket.destroy();
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}

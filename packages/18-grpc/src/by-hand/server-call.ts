// A call on the side of the server by hand (chapter 18): its requests, its answers, its
// time, and its one end.

import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { ACCEPTED_ENCODINGS, acceptsGzip, type Encoding } from './message/compression';
import { startDeadline } from './ending/deadline';
import { GrpcError } from './ending/grpc-error';
import { readMessages, writeMessages } from './message/messages';
import type { Codec } from './message/pi-codec';
import { parseTimeout, trailersFor } from './ending/trailers';

/**
 * So long a call may answer without a pause: others, and its own deadline, get their
 * turn.
 */
const TURN_MS = 10;

export class ServerCall {
  readonly #requestEncoding: string | undefined;
  readonly #encoding: Encoding;
  #stopDeadline: (() => void) | undefined;
  #isOver = false;

  /** @param onEnd called once: with why the call failed, or undefined */
  constructor(
    private readonly stream: ServerHttp2Stream,
    private readonly headers: IncomingHttpHeaders,
    private readonly maxMessageBytes: number,
    private readonly onEnd: (error?: GrpcError) => void,
  ) {
    this.#requestEncoding = headers['grpc-encoding'] as string | undefined;
    // As the client asks: who compresses its requests, and reads gzip, gets it.
    const isGzip = acceptsGzip(headers['grpc-accept-encoding'] as string | undefined);
    this.#encoding = isGzip && this.#requestEncoding === 'gzip' ? 'gzip' : 'identity';
    stream.on('error', () => undefined); // a client that has gone; 'close' follows
    stream.on('close', () => this.end(new GrpcError('CANCELLED', 'the stream was closed')));
  }

  /** @throws GrpcError INTERNAL for a time that is none */
  startDeadline(): void {
    const timeoutMs = parseTimeout(this.headers['grpc-timeout'] as string | undefined);
    const late = new GrpcError('DEADLINE_EXCEEDED', `no end within ${timeoutMs} ms`);
    this.#stopDeadline = startDeadline(timeoutMs, () => this.end(late));
  }

  // #region streams
  /** The requests, until the call is over. @throws GrpcError for what is none */
  async *read<T>(codec: Codec<T>): AsyncGenerator<T> {
    const requests = readMessages(this.stream, codec, {
      encoding: this.#requestEncoding,
      maxBytes: this.maxMessageBytes,
      unknownEncoding: 'UNIMPLEMENTED',
    });
    for await (const request of requests) {
      if (this.#isOver) return;
      yield request;
    }
  }

  /** Writes the answers, each when there is room for it, until the call is over. */
  async write<T>(answers: AsyncIterable<T>, codec: Codec<T>): Promise<void> {
    await writeMessages(this.stream, this.#whileOpen(answers), codec, this.#encoding);
  }

  async *#whileOpen<T>(answers: AsyncIterable<T>): AsyncGenerator<T> {
    let turnAtMs = performance.now();
    for await (const answer of answers) {
      if (this.#isOver) return;
      this.#respond();
      yield answer;
      if (performance.now() - turnAtMs < TURN_MS) continue;
      await turnOfTheLoop();
      turnAtMs = performance.now();
    }
  }
  // #endregion streams

  /**
   * The headers go before the first answer: a call that fails before has none, only
   * trailers.
   */
  #respond(): void {
    if (this.stream.headersSent) return;
    this.stream.respond(this.#responseHeaders(), { waitForTrailers: true });
  }

  #responseHeaders(): Record<string, string | number> {
    return {
      ':status': 200,
      'content-type': 'application/grpc+proto',
      'grpc-accept-encoding': ACCEPTED_ENCODINGS,
      ...(this.#encoding !== 'identity' && { 'grpc-encoding': this.#encoding }),
    };
  }

  // #region end
  /**
   * Ends the call with its status: behind the answers, or in their place. The first end
   * counts.
   */
  end(error?: GrpcError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopDeadline?.();
    this.onEnd(error);
    const { stream } = this;
    if (stream.closed || stream.destroyed) return;
    if (error !== undefined && !stream.headersSent) {
      stream.respond({ ...this.#responseHeaders(), ...trailersFor(error) }, { endStream: true });
      return;
    }
    this.#respond();
    stream.on('wantTrailers', () => stream.sendTrailers(trailersFor(error)));
    stream.end();
  }
  // #endregion end
}

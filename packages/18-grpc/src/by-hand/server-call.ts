// A call in the server by hand (chapter 18): its requests, its responses, its deadline,
// and its end, which comes once.

import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { ACCEPTED_ENCODINGS, acceptsGzip, type Encoding } from './message/compression';
import { startDeadline } from './ending/deadline';
import { GrpcError, type GrpcCode } from './ending/grpc-error';
import { readMessages, writeMessages } from './message/messages';
import type { Codec } from './message/pi-codec';
import { parseTimeout, trailersFor } from './ending/trailers';

/**
 * How long a call may send without a pause, so that other calls and timers get a turn.
 */
const TURN_MS = 10;

export class ServerCall {
  readonly #requestEncoding: string | undefined;
  readonly #encoding: Encoding;
  #stopDeadline: (() => void) | undefined;
  #isOver = false;

  /** @param onEnd called once, with the error of the call or undefined */
  constructor(
    private readonly stream: ServerHttp2Stream,
    private readonly headers: IncomingHttpHeaders,
    private readonly maxMessageBytes: number,
    private readonly onEnd: (error?: GrpcError) => void,
  ) {
    this.#requestEncoding = headers['grpc-encoding'] as string | undefined;
    // Compress for clients that compress their requests and accept gzip.
    const isGzip = acceptsGzip(headers['grpc-accept-encoding'] as string | undefined);
    this.#encoding = isGzip && this.#requestEncoding === 'gzip' ? 'gzip' : 'identity';
    stream.on('error', () => undefined); // the client is gone; 'close' follows
    stream.on('close', () => this.#fail('CANCELLED', 'stream closed by the client'));
  }

  /** @throws GrpcError INTERNAL for an invalid timeout */
  startDeadline(): void {
    const timeoutMs = parseTimeout(this.headers['grpc-timeout'] as string | undefined);
    this.#stopDeadline = startDeadline(timeoutMs, () =>
      this.#fail('DEADLINE_EXCEEDED', `deadline exceeded after ${timeoutMs} ms`),
    );
  }

  // #region streams
  /** The requests, until the call ends. @throws GrpcError for an invalid one */
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

  /** Writes the responses, each when there is room for it, until the call ends. */
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
   * Sends the headers before the first response. A call that fails earlier has only
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
  /** Ends the call with its status, after the responses or instead of them, only once. */
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

  /** An error with its stack is expensive: none is made for a call that has ended. */
  #fail(code: GrpcCode, message: string): void {
    if (!this.#isOver) this.end(new GrpcError(code, message));
  }
  // #endregion end
}

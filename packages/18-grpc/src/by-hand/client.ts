// A gRPC client by hand (chapter 18), with Node's HTTP/2 and chapter 05's codec, but
// without gRPC's library.

import type { OutgoingHttpHeaders } from 'node:http2';
import { CallEnd, cancel, lostError } from './ending/call-end';
import { ACCEPTED_ENCODINGS, type Encoding } from './message/compression';
import { Connection } from './connection';
import { checkTimeout } from './ending/deadline';
import { GrpcError } from './ending/grpc-error';
import { readMessages, StreamClosed, writeMessages } from './message/messages';
import type { Method } from './methods';
import { timeoutHeader } from './ending/trailers';

export interface ClientOptions {
  /** The compression of requests. Default: none. Each response names its own. */
  readonly encoding?: Encoding;
  /** Maximum bytes of a response, also after decompression. Default 4 MiB. */
  readonly maxMessageBytes?: number;
}

const NO_ERROR = 0;

export class HandMadeClient {
  readonly #connection: Connection;
  readonly #encoding: Encoding;
  readonly #maxMessageBytes: number;

  /** @param url `http://127.0.0.1:50051` */
  constructor(
    url: string,
    { encoding = 'identity', maxMessageBytes = 4 * 1024 * 1024 }: ClientOptions = {},
  ) {
    this.#connection = new Connection(url);
    this.#encoding = encoding;
    this.#maxMessageBytes = maxMessageBytes;
  }

  // #region unary
  /** One request, one response. @throws GrpcError */
  unary<Req, Res>(method: Method<Req, Res>, request: Req, timeoutMs?: number): Promise<Res> {
    return this.collect(method, [request], timeoutMs);
  }

  /** Any number of requests, one response. @throws GrpcError */
  async collect<Req, Res>(
    method: Method<Req, Res>,
    requests: Iterable<Req> | AsyncIterable<Req>,
    timeoutMs?: number,
  ): Promise<Res> {
    const answers: Res[] = [];
    for await (const answer of this.stream(method, requests, timeoutMs))
      if (answers.push(answer) > 1) break;
    const [only] = answers;
    if (only === undefined || answers.length > 1)
      throw new GrpcError(
        'UNIMPLEMENTED',
        `${only === undefined ? 'no answer' : 'a second answer'} to a call that has one`,
      );
    return only;
  }
  // #endregion unary

  // #region stream
  /**
   * Any number of requests and responses, in any order. If you stop iterating, the call
   * is cancelled.
   * @throws GrpcError
   */
  async *stream<Req, Res>(
    { path, request, response }: Method<Req, Res>,
    requests: Iterable<Req> | AsyncIterable<Req>,
    timeoutMs?: number,
  ): AsyncGenerator<Res> {
    checkTimeout(timeoutMs);
    const [stream, session] = this.#connection.request(this.#headers(path, timeoutMs));
    const end = new CallEnd(stream, session, timeoutMs ?? Infinity);
    writeMessages(stream, requests, request, this.#encoding).then(
      () => stream.end(),
      (cause: unknown) =>
        end.fail(new GrpcError('CANCELLED', `the requests failed: ${String(cause)}`, { cause })),
    );
    let isOver = false;
    try {
      const { 'grpc-encoding': encoding } = await end.headers;
      yield* readMessages(stream, response, {
        encoding: encoding as string | undefined,
        maxBytes: this.#maxMessageBytes,
        unknownEncoding: 'INTERNAL',
      });
      await end.done;
      isOver = true;
    } catch (error) {
      const failure = error instanceof StreamClosed ? lostError(undefined) : GrpcError.from(error);
      // A closed stream has a reason, which counts. An incomplete message is its effect.
      if (!stream.readableEnded && !stream.destroyed) end.fail(failure);
      await end.done;
      throw failure;
    } finally {
      if (!isOver) cancel(stream);
      else if (!stream.writableFinished) stream.close(NO_ERROR); // the rest is not needed
      stream.resume(); // a stream with unread responses would never close
    }
  }

  #headers(path: string, timeoutMs?: number): OutgoingHttpHeaders {
    return {
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers', // detects proxies that do not support trailers
      'grpc-accept-encoding': ACCEPTED_ENCODINGS,
      ...(this.#encoding !== 'identity' && { 'grpc-encoding': this.#encoding }),
      ...(timeoutMs !== undefined && { 'grpc-timeout': timeoutHeader(timeoutMs) }),
    };
  }
  // #endregion stream

  /** Starts no new call. Resolves when those in flight have ended. */
  close(): Promise<void> {
    return this.#connection.close();
  }
}

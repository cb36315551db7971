// A gRPC client by hand (chapter 18): Node's HTTP/2, chapter 05's codec, and nothing of gRPC's library.

import { connect, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { once } from 'node:events';
import { RpcError } from '@bytes-up/protocol';
import { MessageReader, prefix } from './message-prefix';
import type { Codec } from './pi-codec';
import { errorOf, timeoutHeader } from './trailers';

/** A method: its path, and the types on both sides. */
export interface Method<Req, Res> {
  readonly path: string;
  readonly request: Codec<Req>;
  readonly response: Codec<Res>;
}

export class HandMadeClient {
  readonly #session: ClientHttp2Session;

  /** @param url `http://127.0.0.1:50051` */
  constructor(url: string) {
    this.#session = connect(url);
    this.#session.on('error', () => undefined); // each call hears of it too
  }

  // #region unary
  /** One request, one response. @throws RpcError */
  async unary<Req, Res>(method: Method<Req, Res>, request: Req, timeoutMs?: number): Promise<Res> {
    const responses: Res[] = [];
    for await (const response of this.stream(method, [request], timeoutMs))
      responses.push(response);
    const [only] = responses;
    if (only === undefined || responses.length > 1)
      throw new RpcError('INTERNAL', `${responses.length} responses to a call that has one`);
    return only;
  }
  // #endregion unary

  // #region stream
  /** Any number of requests and of responses, in whatever order. Who stops iterating cancels the call. @throws RpcError */
  async *stream<Req, Res>(
    { path, request, response }: Method<Req, Res>,
    requests: Iterable<Req> | AsyncIterable<Req>,
    timeoutMs?: number,
  ): AsyncGenerator<Res> {
    const stream = this.#open(path, timeoutMs);
    const ended = endOf(stream, timeoutMs);
    ended.catch(() => undefined); // it is awaited at the end, and may fail before
    void send(stream, requests, request);
    const reader = new MessageReader();
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>)
        for (const message of reader.push(chunk)) yield response.decode(message);
      await ended;
      if (reader.unfinished > 0) throw new RpcError('INTERNAL', 'it ended within a message');
    } catch (error) {
      throw error instanceof RpcError ? error : await ended.then(() => RpcError.from(error));
    } finally {
      if (!stream.closed) stream.close(8); // RST_STREAM, CANCEL
    }
  }

  #open(path: string, timeoutMs: number | undefined): ClientHttp2Stream {
    return this.#session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers', // "I can read what comes behind the body": proxies that cannot are found out
      ...(timeoutMs !== undefined && { 'grpc-timeout': timeoutHeader(timeoutMs) }),
    });
  }
  // #endregion stream

  async close(): Promise<void> {
    if (this.#session.closed) return;
    const closed = once(this.#session, 'close');
    this.#session.close();
    await closed;
  }
}

/** Writes each request when there is room for it. */
async function send<Req>(
  stream: ClientHttp2Stream,
  requests: Iterable<Req> | AsyncIterable<Req>,
  codec: Codec<Req>,
): Promise<void> {
  try {
    for await (const one of requests) {
      if (stream.closed) return;
      if (!stream.write(prefix(codec.encode(one)))) await once(stream, 'drain');
    }
    stream.end();
  } catch {
    stream.close(8);
  }
}

/**
 * Resolves at the trailers of a call that has succeeded. Rejects with what they say, or with what happened to the stream; and when the
 * time is over, whether the server has noticed or not.
 */
function endOf(stream: ClientHttp2Stream, timeoutMs = Infinity): Promise<void> {
  return new Promise((resolve, reject) => {
    const tooLate = (): void => {
      reject(new RpcError('DEADLINE_EXCEEDED', `no end within ${timeoutMs} ms`));
      stream.close(8);
    };
    const timer = timeoutMs < 2 ** 31 ? setTimeout(tooLate, timeoutMs) : undefined;
    stream.on('close', () => clearTimeout(timer));
    const finish = (headers: Parameters<typeof errorOf>[0]): void => {
      const error = errorOf(headers);
      if (error === undefined) resolve();
      else reject(error);
    };
    stream.on('response', (headers) => {
      const http = headers[':status'];
      if (headers['grpc-status'] !== undefined)
        finish(headers); // trailers only: there is no body
      else if (http !== 200) reject(new RpcError('UNAVAILABLE', `HTTP status ${http}`));
    });
    stream.on('trailers', finish);
    stream.on('error', (error: Error) => reject(new RpcError('UNAVAILABLE', error.message)));
    stream.on('close', () => reject(new RpcError('UNAVAILABLE', 'the stream was closed')));
  });
}

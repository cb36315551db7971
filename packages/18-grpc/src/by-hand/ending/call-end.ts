// How a call of the client by hand ends (chapter 18): once, with its trailers, its
// deadline or the end of its stream, whichever comes first.

import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import { startDeadline } from './deadline';
import { GrpcError } from './grpc-error';
import { codeOfHttpStatus, codeOfReset, nameOfReset } from './status-tables';
import { errorOf } from './trailers';

const CANCEL = 8;
const END_STREAM = 0x1;

export class CallEnd {
  /**
   * Fulfilled with the headers before the responses; rejected if the call fails first.
   */
  readonly headers: Promise<IncomingHttpHeaders>;
  /** Fulfilled when the call succeeds. Rejected with a GrpcError. */
  readonly done: Promise<void>;
  #onHeaders!: (headers: IncomingHttpHeaders) => void;
  #end!: (error?: GrpcError) => void;
  #isOver = false;

  constructor(
    private readonly stream: ClientHttp2Stream,
    session: ClientHttp2Session,
    timeoutMs: number,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.#end = (error) => {
        this.#isOver = true;
        if (error === undefined) resolve();
        else reject(error);
      };
    });
    this.headers = new Promise((resolve, reject) => {
      this.#onHeaders = resolve;
      this.done.catch(reject);
    });
    this.headers.catch(() => undefined); // `done` is rejected as well
    const stopDeadline = startDeadline(timeoutMs, () =>
      this.fail(new GrpcError('DEADLINE_EXCEEDED', `deadline exceeded after ${timeoutMs} ms`)),
    );
    this.done.then(stopDeadline, stopDeadline);
    this.#listen(session);
  }

  /** Fails the call, unless it has ended: then its responses can still be read. */
  fail(error: GrpcError): void {
    if (this.#isOver) return;
    this.#end(error);
    cancel(this.stream);
  }

  // #region listen
  #listen(session: ClientHttp2Session): void {
    const { stream } = this;
    let failure: NodeJS.ErrnoException | undefined;
    stream.on('response', (headers, flags) => {
      const http = Number(headers[':status']);
      const type = String(headers['content-type']);
      if (headers['grpc-status'] !== undefined)
        this.#end(errorOf(headers)); // trailers only
      else if (http !== 200)
        this.fail(new GrpcError(codeOfHttpStatus(http), `HTTP status ${http}`));
      else if (!type.startsWith('application/grpc'))
        this.fail(new GrpcError('UNKNOWN', `content-type ${type.slice(0, 80)}`));
      else if ((flags & END_STREAM) !== 0) this.#end(errorOf(headers));
      this.#onHeaders(headers);
    });
    stream.on('trailers', (trailers: IncomingHttpHeaders) => this.#end(errorOf(trailers)));
    stream.on('end', () => {
      if (this.#isOver) return;
      this.#end(new GrpcError('INTERNAL', 'stream ended without trailers'));
    });
    stream.on('error', (error: NodeJS.ErrnoException) => (failure = error));
    stream.on('close', () => {
      if (this.#isOver) return;
      // A stream that was reset has its own error, or none. Any other error is that of
      // its connection.
      const isReset = failure === undefined || failure.code === 'ERR_HTTP2_STREAM_ERROR';
      if (isReset && !session.destroyed) this.#end(resetError(stream.rstCode ?? 0));
      else this.#end(lostError(failure));
    });
  }
  // #endregion listen
}

/** A stream that waits for its connection cannot send RST_STREAM. */
export function cancel(stream: ClientHttp2Stream): void {
  if (stream.pending) stream.destroy();
  else stream.close(CANCEL);
}

function resetError(reset: number): GrpcError {
  return new GrpcError(codeOfReset(reset), `RST_STREAM: ${nameOfReset(reset)}`);
}

export function lostError(cause: Error | undefined): GrpcError {
  const why = cause === undefined ? '' : `: ${cause.message}`;
  return new GrpcError('UNAVAILABLE', `connection lost${why}`, { cause });
}

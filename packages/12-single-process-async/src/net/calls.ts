// The calls of one connection, from a request's body to the answer's frame: how many are
// in flight, and in which order their answers leave.

import { answerFrame, decodeBody, encodeFrame, refuseFrame } from '@bytes-up/codec';
import { readRequestId, type RpcError } from '@bytes-up/protocol';
import type { ServeContext } from '@bytes-up/server-kit';
import { OrderedAnswers } from './ordered-answers';

/** An answer's frame; undefined when a one-way call has ended. */
type Answer = Buffer | undefined;

export class Calls {
  #inFlight = 0;
  /** The answers that must keep the order of their requests: those without an id. */
  readonly #ordered = new OrderedAnswers((answer) => this.#emit(answer));

  constructor(
    private readonly context: ServeContext,
    private readonly peer: string,
    private readonly onAnswer: (answer: Answer) => void,
  ) {}

  /** Calls that have begun and are not answered. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /**
   * Starts a call. A synchronous handler's answer comes before this returns.
   * @param receivedAtMs by performance.now
   */
  start(body: Buffer, receivedAtMs: number): void {
    this.#begin(body);
    const { service, limits, log } = this.context;
    const answer = answerFrame(service, body, {
      limits,
      receivedAtMs,
      onHandlerError: (method, thrown) =>
        log(`${this.peer} handler of ${method} threw ${String(thrown)}`),
    });
    this.#end(body, answer);
  }

  /** Answers a call with an error instead of starting it. */
  refuse(body: Buffer, error: RpcError): void {
    this.#begin(body);
    this.#end(body, refuseFrame(body, error, this.context));
  }

  #begin(body: Buffer): void {
    this.#inFlight++;
    this.context.trace?.(this.peer, '->', encodeFrame(body));
  }

  // #region order
  #end(body: Buffer, answer: Answer | Promise<Answer>): void {
    const late = answer instanceof Promise;
    if (!late && this.#ordered.idle) return this.#emit(answer);
    const emit = this.#hasId(body)
      ? (frame: Answer): void => this.#emit(frame)
      : this.#ordered.take();
    if (late) void answer.then(emit);
    else emit(answer);
  }
  // #endregion order

  /** Decodes the body once more: only for calls that are late, or behind a late one. */
  #hasId(body: Buffer): boolean {
    try {
      return readRequestId(decodeBody(body, this.context.limits)) !== undefined;
    } catch {
      return false;
    }
  }

  #emit(answer: Answer): void {
    this.#inFlight--;
    if (answer !== undefined) this.context.trace?.(this.peer, '<-', answer);
    this.onAnswer(answer);
  }
}

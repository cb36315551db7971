// The calls of one connection, from a request's body to the answer's: how many are in
// flight, and in which order their answers leave.

import { answerBody, encodeFrame, refusalBody, type AnswerOptions } from '@bytes-up/codec';
import { readRequestId, type JsonObject, type RpcError } from '@bytes-up/protocol';
import type { ServeContext } from '@bytes-up/server-kit';
import { OrderedAnswers } from './ordered-answers';

/** An answer's body; undefined when a one-way call has ended. */
type Answer = string | undefined;

export class Calls {
  #inFlight = 0;
  /** The request that is being started, once its body is decoded. */
  #request: JsonObject | undefined;
  /** The answers that must keep the order of their requests: those without an id. */
  readonly #ordered = new OrderedAnswers((answer) => this.#emit(answer));
  /** One for all calls. Each sets its own time, which is read before `start` returns. */
  readonly #options: AnswerOptions & { receivedAtMs: number };

  constructor(
    private readonly context: ServeContext,
    private readonly peer: string,
    private readonly onAnswer: (answer: Answer) => void,
  ) {
    const { limits, log } = context;
    this.#options = {
      limits,
      receivedAtMs: 0,
      onRequest: (request) => (this.#request = request),
      onHandlerError: (method, thrown) =>
        log(`${peer} handler of ${method} threw ${String(thrown)}`),
    };
  }

  /** Calls that have begun and are not answered. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /**
   * Starts a call. A synchronous handler's answer comes before this returns.
   * @param receivedAtMs by performance.now
   */
  start(body: Buffer | string, receivedAtMs: number): void {
    this.#begin(body);
    this.#options.receivedAtMs = receivedAtMs;
    this.#end(answerBody(this.context.service, body, this.#options));
    this.#request = undefined; // it may be large, and the next call may be far away
  }

  /** Answers a call with an error instead of starting it. */
  refuse(body: Buffer | string, error: RpcError): void {
    this.#begin(body);
    this.#end(refusalBody(body, error, this.#options));
    this.#request = undefined;
  }

  #begin(body: Buffer | string): void {
    this.#inFlight++;
    this.context.trace?.(this.peer, '->', encodeFrame(body));
  }

  // #region order
  #end(answer: Answer | Promise<Answer>): void {
    const late = answer instanceof Promise;
    if (!late && this.#ordered.idle) return this.#emit(answer);
    const mayOvertake = readRequestId(this.#request) !== undefined;
    // take() reserves the answer's place, behind those of the calls before it
    const emit = mayOvertake ? (body: Answer): void => this.#emit(body) : this.#ordered.take();
    if (late) void answer.then(emit);
    else emit(answer);
  }
  // #endregion order

  #emit(answer: Answer): void {
    this.#inFlight--;
    if (answer !== undefined) this.context.trace?.(this.peer, '<-', encodeFrame(answer));
    this.onAnswer(answer);
  }
}

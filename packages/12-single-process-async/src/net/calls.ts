// The calls of one connection, from a request's body to the answer's frame: how many are
// in flight, and in which order their answers leave.

import { answerFrame, encodeFrame, refuseFrame } from '@bytes-up/codec';
import { readRequestId, type JsonObject, type RpcError } from '@bytes-up/protocol';
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
    let request: JsonObject | undefined;
    const answer = answerFrame(service, body, {
      limits,
      receivedAtMs,
      onRequest: (decoded) => (request = decoded),
      onHandlerError: (method, thrown) =>
        log(`${this.peer} handler of ${method} threw ${String(thrown)}`),
    });
    this.#end(request, answer);
  }

  /** Answers a call with an error instead of starting it. */
  refuse(body: Buffer, error: RpcError): void {
    this.#begin(body);
    let request: JsonObject | undefined;
    const { limits } = this.context;
    const onRequest = (decoded: JsonObject): void => void (request = decoded);
    const answer = refuseFrame(body, error, { limits, onRequest });
    this.#end(request, answer);
  }

  #begin(body: Buffer): void {
    this.#inFlight++;
    this.context.trace?.(this.peer, '->', encodeFrame(body));
  }

  // #region order
  #end(request: JsonObject | undefined, answer: Answer | Promise<Answer>): void {
    const late = answer instanceof Promise;
    if (!late && this.#ordered.idle) return this.#emit(answer);
    const mayOvertake = readRequestId(request) !== undefined;
    const emit = mayOvertake ? (frame: Answer): void => this.#emit(frame) : this.#ordered.take();
    if (late) void answer.then(emit);
    else emit(answer);
  }
  // #endregion order

  #emit(answer: Answer): void {
    this.#inFlight--;
    if (answer !== undefined) this.context.trace?.(this.peer, '<-', answer);
    this.onAnswer(answer);
  }
}

// The server's memory of calls that must not happen twice (docs/protocol.md, 13.2 to 13.4): one run for each method and key.
// It is bounded in entries, in bytes and in age, and it never forgets a call that is still running.

import { createHash } from 'node:crypto';
import { errorResponse, RpcError, type Request, type Response } from '@bytes-up/protocol';

export interface KeyTableLimits {
  /** Keys that the table holds at most. */
  readonly maxKeys: number;
  /** Bytes of recorded answers, as JSON, that it holds at most. Where an answer does not fit, only that the call was done is kept. */
  readonly maxBytes: number;
  /** How long an answer is kept after its call has ended, in milliseconds. A retry that comes later runs again. */
  readonly maxAgeMs: number;
}

type Answer = Response | undefined;

interface Entry {
  /** What the params were: the same key with other params is another call, and refused. */
  readonly params: string;
  /** The answer, or the promise of the call that is still running. */
  answer: Answer | Promise<Answer>;
  bytes: number;
  /** By the table's clock; undefined while the call runs. */
  endedAtMs: number | undefined;
}

export class KeyTable {
  /** Those that have ended are in the order in which they did. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(
    private readonly limits: KeyTableLimits,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Keys that it holds, running calls included. */
  get size(): number {
    return this.#entries.size;
  }

  // #region run
  /**
   * Runs the call, unless one with its key has run or is running: then that one's answer is given, with this call's id.
   * @param call does the work; it never throws and never rejects, as `dispatch`
   */
  run(
    request: Request,
    key: string,
    call: () => Answer | Promise<Answer>,
  ): Answer | Promise<Answer> {
    this.#forgetTheOld();
    const name = JSON.stringify([request.in, key]);
    const params = digest(request.params);
    const known = this.#entries.get(name);
    if (known !== undefined && known.params !== params) return refused(OTHER_PARAMS, request);
    if (known !== undefined) return withId(known.answer, request);
    if (this.#isFull) return refused(FULL, request);
    const answer = call();
    const entry: Entry = { params, answer, bytes: 0, endedAtMs: undefined };
    if (answer instanceof Promise) {
      this.#entries.set(name, entry);
      void answer.then((late) => this.#ended(name, entry, late));
    } else this.#ended(name, entry, answer);
    return answer;
  }
  // #endregion run

  get #isFull(): boolean {
    return this.#entries.size >= this.limits.maxKeys || this.#bytes >= this.limits.maxBytes;
  }

  // #region ended
  /** Records the answer. What had no effect, by its own word, is not worth remembering: a retry shall run. */
  #ended(name: string, entry: Entry, answer: Answer): void {
    this.#entries.delete(name);
    if (answer?.out === 'error' && isRetryable(answer)) return;
    const bytes = answer === undefined ? 0 : Buffer.byteLength(JSON.stringify(answer));
    const fits = this.#bytes + bytes <= this.limits.maxBytes;
    entry.answer = fits ? answer : errorResponse(NOT_KEPT, undefined); // done it was: it must not run again
    entry.bytes = fits ? bytes : 0;
    entry.endedAtMs = this.now();
    this.#bytes += entry.bytes;
    this.#entries.set(name, entry); // at the end of the line: it is the youngest
  }
  // #endregion ended

  // #region forget
  /** Looks at the oldest first, and stops at the first that is young enough. A call that runs is passed over. */
  #forgetTheOld(): void {
    const oldestMs = this.now() - this.limits.maxAgeMs;
    for (const [name, { endedAtMs, bytes }] of this.#entries) {
      if (endedAtMs === undefined) continue;
      if (endedAtMs > oldestMs) break;
      this.#entries.delete(name);
      this.#bytes -= bytes;
    }
  }
  // #endregion forget
}

const OTHER_PARAMS = new RpcError(
  'FAILED_PRECONDITION',
  'this idempotency key was used before, with other params',
);
const FULL = new RpcError('RESOURCE_EXHAUSTED', 'the table of idempotency keys is full', {
  retryable: true,
});

const NOT_KEPT = new RpcError(
  'RESOURCE_EXHAUSTED',
  'the call was done before; its answer was too large to be kept',
);

function refused(error: RpcError, request: Request): Response {
  return errorResponse(error, request.id);
}

function withId(answer: Answer | Promise<Answer>, request: Request): Answer | Promise<Answer> {
  if (answer instanceof Promise) return answer.then((late) => withId(late, request));
  if (answer === undefined) return undefined; // the call with that key wanted no answer
  const { out, result } = answer;
  return { out, result, ...(request.id !== undefined && { id: request.id }) };
}

/** Params may be large, and only have to be told apart. */
function digest(params: Request['params']): string {
  return createHash('sha256').update(JSON.stringify(params)).digest('base64');
}

function isRetryable(answer: Response): boolean {
  return (answer.result as { readonly retryable?: boolean }).retryable === true;
}

// The server's memory of calls that must not run twice (docs/protocol.md, 13.2 to 13.4):
// one run for each method and key. Its entries, bytes and ages are limited, but it never
// forgets a call that is still running.

import { createHash } from 'node:crypto';
import { errorResponse, RpcError, type Request, type Response } from '@bytes-up/protocol';

export interface KeyTableLimits {
  /** Maximum number of keys. */
  readonly maxKeys: number;
  /**
   * Maximum bytes of recorded responses, as JSON. If one does not fit, the table records
   * only that the call ran.
   */
  readonly maxBytes: number;
  /**
   * How long a response is kept after its call has ended, in milliseconds. A later retry
   * runs again.
   */
  readonly maxAgeMs: number;
}

type Answer = Response | undefined;

interface Entry {
  /** Identifies the params: the same key with other params is rejected. */
  readonly params: string;
  /** The response, or the promise of one while the call runs. */
  answer: Answer | Promise<Answer>;
  bytes: number;
  /** By the table's clock; undefined while the call runs. */
  endedAtMs: number | undefined;
}

export class KeyTable {
  /** Entries of finished calls are in the order in which these ended. */
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(
    private readonly limits: KeyTableLimits,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The number of keys, including running calls. */
  get size(): number {
    return this.#entries.size;
  }

  // #region run
  /**
   * Runs the call, unless one with its key has run or is running. Then this returns the
   * response of that one, with the id of this call.
   * @param call does the work; like `dispatch`, it never throws and never rejects
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
  /**
   * Records the response. One that promises no effect is not recorded, so that a retry
   * runs.
   */
  #ended(name: string, entry: Entry, answer: Answer): void {
    this.#entries.delete(name);
    if (answer?.out === 'error' && isRetryable(answer)) return;
    const bytes = answer === undefined ? 0 : Buffer.byteLength(JSON.stringify(answer));
    const fits = this.#bytes + bytes <= this.limits.maxBytes;
    // Even without its response: the call ran, and must not run again.
    entry.answer = fits ? answer : errorResponse(NOT_KEPT, undefined);
    entry.bytes = fits ? bytes : 0;
    entry.endedAtMs = this.now();
    this.#bytes += entry.bytes;
    this.#entries.set(name, entry); // at the end, because it is the newest
  }
  // #endregion ended

  // #region forget
  /**
   * Starts with the oldest, and stops at the first that is new enough. Skips running
   * calls.
   */
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
  if (answer === undefined) return undefined; // the call with that key was one-way
  const { out, result } = answer;
  return { out, result, ...(request.id !== undefined && { id: request.id }) };
}

/** A hash, because params may be large and are only compared. */
function digest(params: Request['params']): string {
  return createHash('sha256').update(JSON.stringify(params)).digest('base64');
}

function isRetryable(answer: Response): boolean {
  return (answer.result as { readonly retryable?: boolean }).retryable === true;
}

// The table of idempotency keys (docs/protocol.md, 13.2 to 13.4): each method runs once
// per key.

import {
  errorResponse,
  RpcError,
  type Request,
  type RequestId,
  type Response,
} from '@bytes-up/protocol';
import { is } from './mutants';

type Answer = Response | undefined;

interface Entry {
  readonly params: string;
  readonly answer: Promise<Answer> | Answer;
}

export class KeyTable {
  readonly #entries = new Map<string, Entry>();
  readonly #maxKeys: number;

  constructor(maxKeys: number) {
    this.#maxKeys = maxKeys;
  }

  /**
   * Runs the call, or returns the answer of the first call with this key, with the id of
   * this call.
   */
  run(
    request: Request,
    key: string,
    call: () => Promise<Answer> | Answer,
  ): Promise<Answer> | Answer {
    const name = is('knows-one-key') ? '' : JSON.stringify([request.in, key]);
    const params = JSON.stringify(request.params);
    const entry = this.#entries.get(name);
    if (entry !== undefined && !is('forgets-keys')) {
      if (entry.params === params) return withId(entry.answer, request);
      const message = `the key was used before with other params`;
      return errorResponse(new RpcError('FAILED_PRECONDITION', message), request.id);
    }
    if (this.#entries.size >= this.#maxKeys) {
      const error = new RpcError('RESOURCE_EXHAUSTED', `the table holds ${this.#maxKeys} keys`, {
        retryable: true,
      });
      return errorResponse(error, request.id);
    }
    const answer = call();
    this.#entries.set(name, { params, answer });
    return answer;
  }
}

function withId(answer: Promise<Answer> | Answer, request: Request): Promise<Answer> | Answer {
  if (answer instanceof Promise) return answer.then((late) => withId(late, request));
  if (answer === undefined) return undefined;
  return { out: answer.out, result: answer.result, ...idOf(request) };
}

function idOf({ id }: Request): { readonly id?: RequestId } {
  return id === undefined ? {} : { id };
}

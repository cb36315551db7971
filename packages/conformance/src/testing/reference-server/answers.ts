// From a decoded body to the frame of its answer, and the order of answers
// (docs/protocol.md, sections 6 and 7).

import {
  dispatch,
  errorResponse,
  isJsonObject,
  parseRequest,
  RpcError,
  type Json,
  type Request,
  type RequestId,
  type Response,
  type Service,
} from '@bytes-up/protocol';
import type { KeyTable } from './keys';
import { is } from './mutants';

/** The longest id of a mutant that cuts them: a UUID. */
const MAX_ID = 36;

type Answer = Response | undefined;

/** Calls the method, through the key table if the call has a key. Never throws. */
export function answerTo(service: Service, keys: KeyTable, value: Json): Promise<Answer> | Answer {
  const request = readable(value);
  if (request === undefined) return withWrongId(value, dispatch(service, value));
  if (is('finds-inherited-methods') && request.in in {} && !Object.hasOwn(service, request.in)) {
    return { out: request.in, result: null, ...(request.id !== undefined && { id: request.id }) };
  }
  const { idempotency_key: key, timeout_ms: timeoutMs } = request;
  const expired = timeoutMs !== undefined && timeoutMs <= 0;
  if (key === undefined || expired || !Object.hasOwn(service, request.in))
    return dispatch(service, withMutations(request));
  // A one-way call is recorded like any other: a later call with its key is answered.
  const { oneway = false, ...answered } = withMutations(request);
  const answer = keys.run(request, key, () => dispatch(service, answered));
  if (!oneway) return answer;
  return answer instanceof Promise ? answer.then(() => undefined) : undefined;
}

/** The answer to a request that is not valid, with the id that a mutant gives it. */
function withWrongId(value: Json, answer: ReturnType<typeof dispatch>): typeof answer {
  if (is('drops-what-is-no-object') && !isJsonObject(value)) return undefined;
  if (answer === undefined || answer instanceof Promise || !isJsonObject(value)) return answer;
  if (is('echoes-any-id') && 'id' in value) return { ...answer, id: value['id'] as RequestId };
  if (!is('forgets-ids-of-errors')) return answer;
  const { out, result } = answer;
  return { out, result };
}

/** The frame of an answer, or of RESOURCE_EXHAUSTED if it would be too large (3.4). */
export function frameOf(response: Response, maxFrameBytes: number): Buffer {
  const text = JSON.stringify(mutated(response));
  const bytes = Buffer.from(text);
  if (bytes.length > maxFrameBytes && !is('answers-any-size')) {
    const message = `an answer of ${bytes.length} bytes exceeds maxFrameBytes ${maxFrameBytes}`;
    return frameOf(
      errorResponse(new RpcError('RESOURCE_EXHAUSTED', message), response.id),
      maxFrameBytes,
    );
  }
  const frame = Buffer.alloc(4 + bytes.length);
  const length = is('length-in-characters') ? text.length : bytes.length;
  if (is('big-endian')) frame.writeUInt32BE(length);
  else frame.writeUInt32LE(length);
  bytes.copy(frame, 4);
  return frame;
}

/** Holds back answers to calls without an id until those before them are ready (7.1). */
export class AnswerQueue {
  readonly #slots: { answer?: Answer }[] = [];
  readonly #send: (answer: Response) => void;

  constructor(send: (answer: Response) => void) {
    this.#send = send;
  }

  /** Reserves the next place; the returned function fills it. */
  reserve(): (answer: Answer) => void {
    const slot: { answer?: Answer } = {};
    this.#slots.push(slot);
    return (answer) => {
      slot.answer = answer;
      for (let first = this.#slots[0]; first && 'answer' in first; first = this.#slots[0]) {
        this.#slots.shift();
        if (first.answer !== undefined) this.#send(first.answer);
      }
    };
  }
}

/** The id of a request, if it is valid. */
export function idOf(value: Json): RequestId | undefined {
  return readable(value)?.id;
}

function readable(value: Json): Request | undefined {
  try {
    return parseRequest(value);
  } catch {
    return undefined;
  }
}

function withMutations(request: Request): Request {
  if (!is('ignores-the-deadline') || request.timeout_ms === undefined) return request;
  return { ...request, timeout_ms: Number.MAX_SAFE_INTEGER };
}

function mutated(response: Response): object {
  if (is('id-as-string') && response.id !== undefined) {
    return { ...response, id: String(response.id) };
  }
  if (is('rounds-pi') && response.out === 'pi_r') return { ...response, result: Math.PI };
  if (is('cuts-ids') && typeof response.id === 'string') {
    return { ...response, id: response.id.slice(0, MAX_ID) };
  }
  if (is('replaces-lone-surrogates') && typeof response.id === 'string') {
    return { ...response, id: Buffer.from(response.id).toString() };
  }
  if (is('shows-the-stack') && response.out === 'error' && response.result) {
    const result = response.result as { readonly code?: string };
    if (result.code === 'INTERNAL') {
      return { ...response, result: { ...result, message: new Error('it failed').stack } };
    }
  }
  return response;
}

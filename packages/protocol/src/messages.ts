// The contents of a frame's body: requests and responses (docs/protocol.md, sections 5
// and 6).

import type { Json, JsonObject } from './json';
import { isJsonObject } from './json';
import { MUST_BE_RETRYABLE, RPC_ERROR_CODES, RpcError, type RpcErrorCode } from './rpc-error';

export type RequestId = string | number;

/** A message while it is being built. */
type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/** A call, as it appears in the body of a request. */
export interface Request {
  /** The method's name. */
  readonly in: string;
  readonly params: Json;
  /** Echoed in the answer. Without an id, answers come in the order of the requests. */
  readonly id?: RequestId;
  /** Milliseconds until the caller's deadline, when the request was sent. */
  readonly timeout_ms?: number;
  readonly idempotency_key?: string;
  /** The caller wants no answer. */
  readonly oneway?: true;
}

/** The answer to a call that succeeded. */
export interface SuccessResponse {
  /** The answer's name, which belongs to the method: `pong` for `ping`. */
  readonly out: string;
  readonly result: Json;
  readonly id?: RequestId;
}

/**
 * The result of a call that failed. A type and not an interface, so it is assignable to
 * Json.
 */
export type ErrorResult = {
  readonly code: RpcErrorCode;
  readonly message: string;
  readonly retryable: boolean;
};

export interface ErrorResponse {
  readonly out: 'error';
  readonly result: ErrorResult;
  readonly id?: RequestId;
}

export type Response = SuccessResponse | ErrorResponse;

/**
 * Reads a decoded body as a request. A missing `params` becomes null.
 * @throws RpcError INVALID_ARGUMENT if a member is missing or has the wrong type (clause
 *   5.1)
 */
export function parseRequest(value: unknown): Request {
  if (!isJsonObject(value)) {
    throw new RpcError('INVALID_ARGUMENT', `expected a JSON object, got ${typeName(value)}`);
  }
  const method = own(value, 'in', value['in']);
  if (typeof method !== 'string') throw wrongType('in', 'a string', method);
  const id = own(value, 'id', value['id']);
  if (id !== undefined && !isRequestId(id)) throw wrongType('id', 'a string or an integer', id);
  const timeoutMs = own(value, 'timeout_ms', value['timeout_ms']);
  if (timeoutMs !== undefined && !isInteger(timeoutMs)) {
    throw wrongType('timeout_ms', 'an integer', timeoutMs);
  }
  const key = own(value, 'idempotency_key', value['idempotency_key']);
  if (key !== undefined && typeof key !== 'string') {
    throw wrongType('idempotency_key', 'a string', key);
  }
  const oneway = own(value, 'oneway', value['oneway']);
  if (oneway !== undefined && oneway !== true) throw wrongType('oneway', 'true', oneway);
  const request: Writable<Request> = {
    in: method,
    params: own(value, 'params', value['params']) ?? null,
  };
  if (id !== undefined) request.id = id;
  if (timeoutMs !== undefined) request.timeout_ms = timeoutMs;
  if (key !== undefined) request.idempotency_key = key;
  if (oneway !== undefined) request.oneway = oneway;
  return request;
}

const ANSWER_MEMBERS = ['out', 'result', 'id'];
const ERROR_MEMBERS = ['code', 'message', 'retryable'];

// #region parse-response
/**
 * Reads a decoded body as an answer, with the members of clauses 6.1 to 6.4 and no
 * others.
 * @throws RpcError INTERNAL if the server violated the protocol. It is unknown whether
 *   the call took effect.
 */
export function parseResponse(value: unknown): Response {
  if (!isJsonObject(value)) throw brokenAnswer(`expected a JSON object, got ${typeName(value)}`);
  rejectUnknownMembers(value, ANSWER_MEMBERS, 'an answer');
  const out = own(value, 'out', value['out']);
  if (typeof out !== 'string') throw brokenAnswer(mustBe('"out"', 'a string', out));
  const result = own(value, 'result', value['result']);
  if (result === undefined) throw brokenAnswer(mustBe('"result"', 'a JSON value', result));
  const id = own(value, 'id', value['id']);
  if (id !== undefined && !isRequestId(id))
    throw brokenAnswer(mustBe('"id"', 'a string or an integer', id));
  const response: Writable<Response> =
    out === 'error' ? { out, result: parseErrorResult(result) } : { out, result };
  if (id !== undefined) response.id = id;
  return response;
}

function parseErrorResult(result: Json): ErrorResult {
  if (!isJsonObject(result))
    throw brokenAnswer(mustBe('the "result" of an error', 'an object', result));
  rejectUnknownMembers(result, ERROR_MEMBERS, 'the "result" of an error');
  const code = ownMember(result, 'code');
  const known = RPC_ERROR_CODES.find((each) => each === code);
  if (known === undefined) {
    const actual = typeof code === 'string' ? JSON.stringify(code.slice(0, 40)) : typeName(code);
    throw brokenAnswer(`"code" must be one of the closed list, got ${actual}`);
  }
  if (known === 'CANCELLED') throw brokenAnswer('CANCELLED is never sent');
  const message = ownMember(result, 'message');
  if (typeof message !== 'string') throw brokenAnswer(mustBe('"message"', 'a string', message));
  const retryable = ownMember(result, 'retryable');
  if (typeof retryable !== 'boolean')
    throw brokenAnswer(mustBe('"retryable"', 'a boolean', retryable));
  const must = MUST_BE_RETRYABLE[known];
  if (must !== undefined && must !== retryable)
    throw brokenAnswer(`"retryable" of ${known} must be ${must}, got ${retryable}`);
  return { code: known, message, retryable };
}
// #endregion parse-response

function rejectUnknownMembers(value: JsonObject, members: readonly string[], where: string): void {
  for (const name of Object.keys(value)) {
    if (members.includes(name)) continue;
    throw brokenAnswer(`${where} has no member ${JSON.stringify(name.slice(0, 40))}`);
  }
}

function brokenAnswer(what: string): RpcError {
  return new RpcError('INTERNAL', `the answer breaks the protocol: ${what}`);
}

/**
 * The id of a body, even if it is not a valid request or answer. Undefined if there is no
 * valid id (clause 6.3).
 */
export function readRequestId(value: unknown): RequestId | undefined {
  if (!isJsonObject(value)) return undefined;
  const id = own(value, 'id', value['id']);
  return isRequestId(id) ? id : undefined;
}

/**
 * Whether the sender wants no answer, even if the rest of the request is invalid (clause
 * 6.6).
 */
export function isOneway(value: unknown): boolean {
  return isJsonObject(value) && Object.hasOwn(value, 'oneway') && value['oneway'] === true;
}

/** The answer to a call that failed. */
export function errorResponse(error: RpcError, id: RequestId | undefined): ErrorResponse {
  const { code, message, retryable } = error;
  const response: Writable<ErrorResponse> = { out: 'error', result: { code, message, retryable } };
  if (id !== undefined) response.id = id;
  return response;
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isRequestId(value: unknown): value is RequestId {
  return typeof value === 'string' || isInteger(value);
}

function wrongType(name: string, expected: string, actual: Json | undefined): RpcError {
  return new RpcError('INVALID_ARGUMENT', mustBe(`"${name}"`, expected, actual));
}

function mustBe(what: string, expected: string, actual: Json | undefined): string {
  return `${what} must be ${expected}, got ${typeName(actual)}`;
}

/** Reads own members only, because the peer did not send those of Object.prototype. */
function ownMember(value: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/**
 * The same, for a member that the caller has read by a name in its code, which V8 makes
 * far cheaper than hasOwn. Most members are missing, and need no hasOwn.
 */
function own(value: JsonObject, name: string, read: Json | undefined): Json | undefined {
  return read === undefined || Object.hasOwn(value, name) ? read : undefined;
}

function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (Number.isInteger(value) && !isInteger(value)) return 'a number too large';
  return `a ${typeof value}`;
}

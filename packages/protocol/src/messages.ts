// What travels in a frame's body: requests and responses (docs/protocol.md, sections 5 and 6).

import type { Json } from './json';
import { isJsonObject } from './json';
import { RpcError, type RpcErrorCode } from './rpc-error';

export type RequestId = string | number;

/** One call, as it stands in a request's body. */
export interface Request {
  /** The method's name. */
  readonly in: string;
  readonly params: Json;
  /** Echoed in the answer. Without it, answers come in the order of the requests. */
  readonly id?: RequestId;
  /** Milliseconds that remained of the caller's deadline when it sent. */
  readonly timeout_ms?: number;
  readonly idempotency_key?: string;
  /** The caller wants no answer. */
  readonly oneway?: true;
}

/** The answer to a call that succeeded. */
export interface SuccessResponse {
  /** The name that belongs to the method: `pong` for `ping`. */
  readonly out: string;
  readonly result: Json;
  readonly id?: RequestId;
}

/** The answer to a call that failed. A type of its own, and assignable to JSON. */
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
 * @throws RpcError INVALID_ARGUMENT when a member is missing or has a wrong type (clause 5.1).
 */
export function parseRequest(value: unknown): Request {
  if (!isJsonObject(value)) {
    throw new RpcError('INVALID_ARGUMENT', `expected a JSON object, got ${typeName(value)}`);
  }
  // Own members only: what Object.prototype holds is nobody's request.
  const member = (name: string): Json | undefined =>
    Object.hasOwn(value, name) ? value[name] : undefined;
  const method = member('in');
  if (typeof method !== 'string') throw wrongType('in', 'a string', method);
  const id = member('id');
  if (id !== undefined && !isRequestId(id)) throw wrongType('id', 'a string or an integer', id);
  const timeoutMs = member('timeout_ms');
  if (timeoutMs !== undefined && !isInteger(timeoutMs)) {
    throw wrongType('timeout_ms', 'an integer', timeoutMs);
  }
  const key = member('idempotency_key');
  if (key !== undefined && typeof key !== 'string') {
    throw wrongType('idempotency_key', 'a string', key);
  }
  const oneway = member('oneway');
  if (oneway !== undefined && oneway !== true) throw wrongType('oneway', 'true', oneway);
  return {
    in: method,
    params: member('params') ?? null,
    ...(id !== undefined && { id }),
    ...(timeoutMs !== undefined && { timeout_ms: timeoutMs }),
    ...(key !== undefined && { idempotency_key: key }),
    ...(oneway !== undefined && { oneway }),
  };
}

/** The id of a body that may be no valid request, or undefined when none can be read (clause 6.3). */
export function readRequestId(value: unknown): RequestId | undefined {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'id')) return undefined;
  const id = value['id'];
  return isRequestId(id) ? id : undefined;
}

/** True when the sender wants no answer, even if the rest of the request is wrong (clause 6.6). */
export function isOneway(value: unknown): boolean {
  return isJsonObject(value) && Object.hasOwn(value, 'oneway') && value['oneway'] === true;
}

/** The answer that says what went wrong. */
export function errorResponse(error: RpcError, id: RequestId | undefined): ErrorResponse {
  const { code, message, retryable } = error;
  return {
    out: 'error',
    result: { code, message, retryable },
    ...(id !== undefined && { id }),
  };
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isRequestId(value: unknown): value is RequestId {
  return typeof value === 'string' || isInteger(value);
}

function wrongType(name: string, expected: string, came: Json | undefined): RpcError {
  const what = came === undefined ? 'nothing' : typeName(came);
  return new RpcError('INVALID_ARGUMENT', `"${name}" must be ${expected}, got ${what}`);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (Number.isInteger(value) && !isInteger(value)) return 'a number too large';
  return `a ${typeof value}`;
}

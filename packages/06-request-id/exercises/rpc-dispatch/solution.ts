// my/rpc, step 2: dispatch, solved.

import { isUtf8 } from 'node:buffer';
import {
  RpcError,
  type Json,
  type JsonObject,
  type Request,
  type Service,
} from '@bytes-up/protocol';

const MAX_DEPTH = 64;

/** What is known about a request, however invalid the rest of it is. */
interface Known {
  id?: Json;
  oneway?: boolean;
}

/**
 * The body of the answer to a request's body, or undefined if no answer may be sent.
 * Never rejects: everything that can throw is inside the one try.
 * @param limits maxFrameBytes: the largest answer, in bytes
 */
export async function dispatch(
  service: Service,
  body: Buffer,
  limits: { readonly maxFrameBytes: number },
): Promise<string | undefined> {
  const known: Known = {};
  let answer: string;
  try {
    const members = parse(body);
    if (isId(members['id'])) known.id = members['id'];
    known.oneway = members['oneway'] === true;
    const request = check(members);
    // Object.hasOwn, because every object has a toString.
    const method = Object.hasOwn(service, request.in) ? service[request.in] : undefined;
    if (method === undefined) throw new RpcError('UNIMPLEMENTED', 'unknown method');
    const result = await method.handle(request.params, request);
    answer = respond({ out: method.out, result }, known);
    if (Buffer.byteLength(answer) > limits.maxFrameBytes)
      throw new RpcError('RESOURCE_EXHAUSTED', 'the answer is too large for a frame');
  } catch (thrown) {
    // asAnswer, because a handler's AbortError is CANCELLED, which a server may not send.
    answer = respondError(RpcError.from(thrown).asAnswer(), known);
  }
  return known.oneway === true ? undefined : answer;
}

function respond(members: JsonObject, { id }: Known): string {
  return JSON.stringify(id === undefined ? members : { ...members, id });
}

function respondError({ code, message, retryable }: RpcError, known: Known): string {
  return respond({ out: 'error', result: { code, message, retryable } }, known);
}

/** A body as an object. The cheap checks come first, and the depth before JSON.parse. */
function parse(body: Buffer): JsonObject {
  if (!isUtf8(body)) throw invalid('the body is not UTF-8');
  const text = body.toString('utf8');
  if (text.startsWith('\ufeff')) throw invalid('the body begins with a byte order mark');
  if (depthOf(text) > MAX_DEPTH) throw invalid(`the body is nested over ${MAX_DEPTH} levels deep`);
  let value: Json;
  try {
    value = JSON.parse(text) as Json; // an empty text is not JSON either
  } catch {
    throw invalid('the body is not JSON');
  }
  if (!isObject(value)) throw invalid('the body is not a JSON object');
  return value;
}

/** The deepest level of brackets outside strings, even in text that is not JSON. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    // A character after a backslash does not end the string.
    if (inString && char === '\\') at++;
    else if (char === '"') inString = !inString;
    else if (inString) continue;
    else if (char === '{' || char === '[') deepest = Math.max(deepest, ++depth);
    else if (char === '}' || char === ']') depth--;
  }
  return deepest;
}

/**
 * The members' types. Only undefined is absent: JSON's null is a value.
 * @returns the whole request, which the handler gets
 */
function check(members: JsonObject): Request {
  const { in: name, params = null, id, timeout_ms, idempotency_key, oneway } = members;
  if (typeof name !== 'string') throw invalid('"in" must be a string');
  if (id !== undefined && !isId(id)) throw invalid('"id" must be a string or an integer');
  if (timeout_ms !== undefined && !isInteger(timeout_ms))
    throw invalid('"timeout_ms" must be an integer');
  if (idempotency_key !== undefined && typeof idempotency_key !== 'string')
    throw invalid('"idempotency_key" must be a string');
  if (oneway !== undefined && oneway !== true) throw invalid('"oneway" must be true');
  if (timeout_ms !== undefined && timeout_ms <= 0)
    throw new RpcError('DEADLINE_EXCEEDED', 'no time was left', { retryable: true });
  return { ...members, in: name, params };
}

function invalid(message: string): RpcError {
  return new RpcError('INVALID_ARGUMENT', message);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isId(value: Json | undefined): value is string | number {
  return typeof value === 'string' || isInteger(value);
}

function isInteger(value: Json | undefined): value is number {
  return Number.isSafeInteger(value);
}

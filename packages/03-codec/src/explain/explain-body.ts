// The part of explainFrame that explains a body: where each member is and what the
// protocol does with it (chapter 03; sections 4 to 6).

import {
  isJsonObject,
  parseRequest,
  RpcError,
  RPC_ERROR_CODES,
  type Json,
} from '@bytes-up/protocol';
import type { Segment } from './segment';
import { BodyError, decodeBody } from '../body/json-body';
import { scanJson, type MemberRange } from '../body/json-scan';

/** Members beyond these share one segment. */
const MAX_MEMBERS = 100;
/** How many characters of a value a meaning quotes at most. */
const MAX_QUOTED = 60;
const NO_BYTES = new Uint8Array(0);

/**
 * Explains a body whose frame announced `expectedBytes`. The segments cover every byte.
 * Never throws.
 */
export function explainBody(
  body: Uint8Array,
  offset: number,
  expectedBytes: number,
  maxDepth: number,
): Segment[] {
  if (expectedBytes === 0) return []; // explained at the length
  const missing = expectedBytes - body.length;
  const fault = missing === 0 ? bodyFault(body, maxDepth) : undefined;
  const pieces = explainMembers(body, fault?.offset ?? body.length, missing === 0 && !fault);
  if (missing > 0) {
    const error = `received ${body.length} of ${expectedBytes} body bytes`;
    pieces.push({
      offset: body.length,
      bytes: NO_BYTES,
      meaning: 'the body ends early here',
      error,
    });
  } else if (fault !== undefined) {
    const bytes = body.subarray(fault.offset);
    const meaning = 'not decoded from here on';
    pieces.push({ offset: fault.offset, bytes, meaning, error: fault.message });
  } else {
    const end = pieces.pop();
    const error = requestFault(body, maxDepth);
    if (end !== undefined) pieces.push(error === undefined ? end : { ...end, error });
  }
  return pieces.map((piece) => ({ ...piece, offset: offset + piece.offset }));
}

function bodyFault(body: Uint8Array, maxDepth: number): BodyError | undefined {
  try {
    decodeBody(body, { maxDepth });
    return undefined;
  } catch (error) {
    if (error instanceof BodyError) return error;
    return new BodyError(RpcError.from(error, 'the body could not be read').message, 0, body);
  }
}

/**
 * The error in a complete body as a request (5.1). Undefined for a valid request and for
 * an answer.
 */
function requestFault(body: Uint8Array, maxDepth: number): string | undefined {
  const value = decodeBody(body, { maxDepth });
  if (Object.hasOwn(value, 'out')) return undefined;
  try {
    parseRequest(value);
    return undefined;
  } catch (error) {
    return `${RpcError.from(error).message} (5.1)`;
  }
}

/** Splits the first `goodBytes` of a body into its members. */
function explainMembers(body: Uint8Array, goodBytes: number, whole: boolean): Segment[] {
  const members = scanJson(body, MAX_MEMBERS).members.filter(
    ({ valueEnd }) =>
      valueEnd < goodBytes || (valueEnd === goodBytes && !isDigit(body[valueEnd - 1])),
  ); // a number at the very end may have had more digits
  const values = readMembers(body, members);
  const isError = values.some(({ name, value }) => name === 'out' && value === 'error');
  const segments: Segment[] = [];
  let at = 0;
  const upTo = (end: number, meaning: string): void => {
    if (end <= at) return;
    segments.push({ offset: at, bytes: body.subarray(at, end), meaning });
    at = end;
  };
  values.forEach((member, i) => {
    upTo(member.nameStart, i === 0 ? 'the object begins' : 'and');
    const overridden = values.slice(i + 1).some(({ name }) => name === member.name);
    const meaning = meaningOf(member.name, member.value, isError);
    upTo(member.valueEnd, overridden ? `${meaning}; not this one, the last counts (4.6)` : meaning);
  });
  const full = members.length === MAX_MEMBERS;
  const rest = full ? 'further members, and the end' : 'the object ends';
  upTo(goodBytes, whole ? rest : 'no complete member');
  return segments;
}

interface Member extends MemberRange {
  readonly name: string;
  readonly value: Json | undefined;
}

function readMembers(body: Uint8Array, members: readonly MemberRange[]): Member[] {
  return members.map((range) => ({
    ...range,
    name: asString(tryParse(body.subarray(range.nameStart, range.nameEnd))),
    value: tryParse(body.subarray(range.valueStart, range.valueEnd)),
  }));
}

function tryParse(bytes: Uint8Array): Json | undefined {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}

function asString(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function meaningOf(name: string, value: Json | undefined, isError: boolean): string {
  const text = quote(value);
  switch (name) {
    case 'in':
      return `request: the method is ${text}`;
    case 'params':
      return `params: ${text}`;
    case 'id':
      return `id ${text}: the answer carries the same`;
    case 'timeout_ms':
      return `${text} ms are left of the caller's deadline`;
    case 'idempotency_key':
      return `idempotency key ${text}: repeat the call, not its effect`;
    case 'oneway':
      return value === true ? 'one-way: the caller expects no answer' : `oneway: ${text}`;
    case 'out':
      return isError ? 'answer: the call failed' : `answer: its name is ${text}`;
    case 'result':
      return isError ? explainError(value) : `result: ${text}`;
    default:
      return `${quote(name)} is not a member of the protocol: ignored (5.3)`;
  }
}

function explainError(value: Json | undefined): string {
  if (value === undefined || !isJsonObject(value)) return `result: ${quote(value)}`;
  const { code, message, retryable } = value;
  const known = (RPC_ERROR_CODES as readonly unknown[]).includes(code);
  const effect = retryable === true ? 'no effect, may be retried' : 'not retryable';
  return `${known ? quote(code) : `unknown code ${quote(code)}`} (${effect}): ${quote(message)}`;
}

function quote(value: Json | undefined): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? 'missing';
  } catch {
    return 'a value nested too deep';
  }
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}

// A frame's body: one JSON object in UTF-8, not too deep (chapter 03; docs/protocol.md,
// section 4).

import { isUtf8 } from 'node:buffer';
import { isJsonObject, type JsonObject, type Request, type Response } from '@bytes-up/protocol';
import { asBuffer } from '../frame/as-buffer';
import { BytesError } from '../explain/bytes-error';
import { hexByte, printable } from '../explain/caret';
import { scanJson } from './json-scan';
import { invalidUtf8At } from './utf8';

/**
 * A body that breaks a rule of section 4: INVALID_ARGUMENT. `offset` counts from the
 * body's first byte.
 */
export class BodyError extends BytesError {
  constructor(message: string, offset: number, bytes: Uint8Array) {
    super('INVALID_ARGUMENT', `${message} at byte ${offset} of the body`, { offset, bytes });
  }
}

export interface BodyLimits {
  /** Levels of nesting, inclusive. The outermost object is level 1. */
  readonly maxDepth: number;
}

// #region decode
/**
 * Decodes a body.
 * @throws BodyError when it is empty, not UTF-8 (4.2), has a byte order mark (4.3), is
 * not one JSON object (4.4) or is too deep (4.5).
 */
export function decodeBody(body: Uint8Array, limits: BodyLimits): JsonObject {
  if (body.length === 0) throw new BodyError('empty body: expected a JSON object', 0, body);
  if (!isUtf8(body)) throw notUtf8(body);
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) {
    throw new BodyError('byte order mark (ef bb bf): expected a JSON object', 0, body);
  }
  const tooDeepAt = findTooDeep(body, limits.maxDepth);
  if (tooDeepAt >= 0) {
    const message = `nested deeper than maxDepth ${limits.maxDepth}`;
    throw new BodyError(message, tooDeepAt, body);
  }
  const value = parse(body);
  if (!isJsonObject(value)) {
    throw new BodyError(`expected a JSON object, got ${kindOf(value)}`, firstByteAt(body), body);
  }
  return value;
}
// #endregion decode

/**
 * decodeBody for a body that is all ASCII, as a string. So it is UTF-8, and has no byte
 * order mark.
 * @throws BodyError as decodeBody does
 */
export function decodeAsciiBody(body: string, limits: BodyLimits): JsonObject {
  const isShort = body.length < shortestTooDeep(limits.maxDepth);
  if (isShort || findTooDeep(Buffer.from(body, 'latin1'), limits.maxDepth) < 0) {
    try {
      const value: unknown = JSON.parse(body);
      if (isJsonObject(value)) return value;
    } catch {
      // decodeBody says what is wrong
    }
  }
  return decodeBody(Buffer.from(body, 'latin1'), limits);
}

/** decodeBody for what BodyReader returns. */
export function decodeReceived(body: Uint8Array | string, limits: BodyLimits): JsonObject {
  return typeof body === 'string' ? decodeAsciiBody(body, limits) : decodeBody(body, limits);
}

/**
 * A message as the text of a body. The caller checks with findNonJson that JSON can
 * represent it.
 */
export function encodeBody(value: Request | Response): string {
  return JSON.stringify(value);
}

/**
 * encodeBody for a response. It is called for every answer, and takes half the time,
 * because only the result needs JSON.stringify: the members and their order are known.
 */
export function encodeResponse({ out, result, id }: Response): string {
  const text = `{"out":${quoted(out)},"result":${JSON.stringify(result)}`;
  if (id === undefined) return `${text}}`;
  return `${text},"id":${typeof id === 'string' ? quoted(id) : id}}`;
}

/** encodeBody for a request, in which members may be undefined: JSON leaves those out. */
export function encodeRequest(request: {
  readonly [Name in keyof Request]: Request[Name] | undefined;
}): string {
  const { in: method, params, id, timeout_ms, idempotency_key, oneway } = request;
  if (typeof method !== 'string' || params === undefined) return JSON.stringify(request);
  let text = `{"in":${quoted(method)},"params":${JSON.stringify(params)}`;
  if (id !== undefined) text += `,"id":${typeof id === 'string' ? quoted(id) : id}`;
  if (timeout_ms !== undefined) text += `,"timeout_ms":${JSON.stringify(timeout_ms)}`;
  if (idempotency_key !== undefined)
    text += `,"idempotency_key":${JSON.stringify(idempotency_key)}`;
  if (oneway !== undefined) text += `,"oneway":${JSON.stringify(oneway)}`;
  return `${text}}`;
}

/**
 * Whether a body has at most `maxBytes` bytes. A character has at most three bytes in
 * UTF-8, so most bodies need not be counted.
 */
export function bodyFits(body: string, maxBytes: number): boolean {
  return 3 * body.length <= maxBytes || Buffer.byteLength(body) <= maxBytes;
}

/** Most names and ids have no character that JSON must escape. */
function quoted(text: string): string {
  return /^[\w-]*$/.test(text) ? `"${text}"` : JSON.stringify(text);
}

// #region depth
/**
 * The offset of the bracket that opens one level too many, or -1. Called before parsing,
 * because JSON.parse accepts a hundred thousand levels, and code that walks them then
 * overflows the stack.
 */
export function findTooDeep(body: Uint8Array, maxDepth: number): number {
  if (body.length < shortestTooDeep(maxDepth)) return -1;
  let depth = 0;
  let inString = false;
  // In ASCII, 5c is \ and 22 is ". 7b and 5b open an object and an array, 7d and 5d close
  // them.
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (inString) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > maxDepth) return at;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return -1;
}

/** Each level takes two brackets, so a shorter body cannot be too deep. */
function shortestTooDeep(maxDepth: number): number {
  return 2 * (maxDepth + 1);
}
// #endregion depth

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(asBuffer(body).toString('utf8'));
  } catch {
    throw notJson(body); // V8's message often has no offset, ours always has one
  }
}

function notUtf8(body: Uint8Array): BodyError {
  const at = Math.max(invalidUtf8At(body), 0);
  return new BodyError(`not UTF-8: ${hexByte(body[at] ?? 0)} starts no valid sequence`, at, body);
}

function notJson(body: Uint8Array): BodyError {
  const { fault } = scanJson(body);
  if (fault === undefined) return new BodyError('not JSON', 0, body);
  const message = `not JSON: expected ${fault.expected}, got ${byteName(body[fault.offset])}`;
  return new BodyError(message, fault.offset, body);
}

function byteName(byte: number | undefined): string {
  if (byte === undefined) return 'the end';
  const character = printable(byte);
  return character === '.' && byte !== 0x2e ? hexByte(byte) : `${hexByte(byte)} (${character})`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

function firstByteAt(body: Uint8Array): number {
  return Math.max(
    body.findIndex((byte) => ![0x20, 0x09, 0x0a, 0x0d].includes(byte)),
    0,
  );
}

// The plain decoder: one value from the start of a buffer. It begins anew when bytes are missing, so a value that comes in
// many pieces is parsed many times; decoder.ts does not do that. The tests hold both to the same results.

import { bulkLength, isAggregate, isBulk, isPairs, isWhole } from './line/lines';
import { memberCount, wholeValue, wrong } from './line/lines';
import { DEFAULT_RESP_LIMITS, type RespLimits, type RespPair, type RespValue } from './value';

const LF = 0x0a;

/** A value, and where the next one begins. */
export interface Parsed {
  readonly value: RespValue;
  readonly end: number;
}

/** @returns undefined while the bytes of the value are not all there @throws RespError */
// #region parse
export function parseResp(
  bytes: Buffer,
  at = 0,
  limits: RespLimits = DEFAULT_RESP_LIMITS,
  depth = 0,
  valueAt = at,
): Parsed | undefined {
  const newline = bytes.indexOf(LF, at);
  const lineBytes = (newline < 0 ? bytes.length : newline) - at;
  if (lineBytes > limits.maxLineBytes) throw tooLong(limits, at);
  if (newline < 0) return undefined;
  const text = bytes.toString('utf8', at + 1, newline - 1);
  if (bytes[newline - 1] !== 0x0d || newline === at) throw wrong('CR LF', text, newline);
  const type = bytes.toString('latin1', at, at + 1);
  const end = newline + 1;
  if (end - valueAt > limits.maxValueBytes) throw tooLarge(limits, valueAt);
  if (isWhole(type)) return { value: wholeValue(type, text, at), end };
  if (isBulk(type)) {
    const length = bulkLength(type, text, at, limits);
    if (end + (length ?? -2) + 2 - valueAt > limits.maxValueBytes) throw tooLarge(limits, valueAt);
    return parseBulk(type, length, bytes, end);
  }
  if (!isAggregate(type)) throw wrong('a type', type, at);
  const count = memberCount(type, text, at, limits);
  if (count === null) return { value: { type: '*', value: null }, end };
  if (depth >= limits.maxDepth) throw wrong(`at most ${limits.maxDepth} levels`, type, at);
  return parseMembers(type, count, bytes, end, limits, depth + 1, valueAt);
}
// #endregion parse

// #region members
function parseMembers(
  type: string,
  count: number,
  bytes: Buffer,
  start: number,
  limits: RespLimits,
  depth: number,
  valueAt: number,
): Parsed | undefined {
  const wanted = isPairs(type) ? 2 * count : count;
  const values: RespValue[] = [];
  let at = start;
  for (let got = 0; got < wanted;) {
    const parsed = parseResp(bytes, at, limits, depth, valueAt);
    if (parsed === undefined) return undefined;
    values.push(parsed.value);
    if (parsed.value.type !== '|') got++; // an attribute belongs to the value that follows it
    at = parsed.end;
  }
  return { value: aggregate(type, values), end: at };
}
// #endregion members

function parseBulk(
  type: string,
  length: number | null,
  bytes: Buffer,
  start: number,
): Parsed | undefined {
  if (length === null) return { value: { type: '$', value: null }, end: start };
  const end = start + length + 2;
  if (bytes.length < end) return undefined;
  if (bytes.toString('latin1', end - 2, end) !== '\r\n') {
    throw wrong('CR LF after the bytes', bytes.toString('latin1', end - 2, end), end - 2);
  }
  return { value: bulkValue(type, bytes.subarray(start, end - 2), start), end };
}

/** A bulk of a type from its bytes. @throws RespError for a verbatim string without its format */
export function bulkValue(type: string, value: Buffer, offset: number): RespValue {
  if (type === '$' || type === '!') return { type, value };
  const format = value.toString('latin1', 0, 4);
  if (!/^[\x21-\x7e]{3}:$/.test(format)) {
    throw wrong('three letters of a format and a colon', format, offset);
  }
  return { type: '=', format: format.slice(0, 3), value: value.subarray(4) };
}

/** An aggregate of a type from its members; for pairs, key and value in turn. */
export function aggregate(type: string, values: readonly RespValue[]): RespValue {
  if (!isPairs(type)) return { type: type as '*' | '~' | '>', value: values };
  const plain = values.filter((value) => value.type !== '|');
  const pairs = plain.flatMap((key, n): RespPair[] => {
    const value = plain[n + 1];
    return n % 2 === 0 && value !== undefined ? [[key, value]] : [];
  });
  return { type: type as '%' | '|', value: pairs };
}

export function tooLong(limits: RespLimits, offset: number): Error {
  return wrong(`a line of at most ${limits.maxLineBytes} bytes`, 'a longer one', offset);
}

export function tooLarge(limits: RespLimits, offset: number): Error {
  return wrong(`a value of at most ${limits.maxValueBytes} bytes`, 'a larger one', offset);
}

// The line that every value begins with. It is either the whole value or announces how
// much follows. All decoders read lines with this function, so they accept the same ones.

import { isInt64, type RespLimits, type RespValue } from '../value';
import type { BulkType, ListType, PairsType } from '../value';
import { unexpected } from './resp-error';

// #region header
export type Header =
  | { readonly kind: 'complete'; readonly value: RespValue }
  | { readonly kind: 'bulk'; readonly type: BulkType; readonly length: number }
  | { readonly kind: 'list'; readonly type: ListType; readonly count: number }
  | { readonly kind: 'pairs'; readonly type: PairsType; readonly count: number };

/**
 * @param byte the line's first one
 * @param text the rest of the line, without CR LF
 * @param offset of the line in the stream
 * @throws RespError
 */
export function parseHeader(
  byte: string,
  text: string,
  offset: number,
  limits: RespLimits,
): Header {
  switch (byte) {
    case '+':
      return complete({ type: 'simple string', value: text });
    case '-':
      return complete({ type: 'simple error', value: text });
    case ':':
      return complete({ type: 'integer', value: int64(text, offset) });
    case '(':
      return complete({ type: 'big number', value: integer(text, offset) });
    case ',':
      return complete({ type: 'double', value: double(text, offset) });
    case '#':
      return complete({ type: 'boolean', value: boolean(text, offset) });
    case '_':
      if (text !== '') throw unexpected('nothing after _', text, offset);
      return complete({ type: 'null', value: null });
    case '$':
      if (text === '-1') return complete({ type: 'bulk string', value: null });
      return bulk('bulk string', length('a length, or -1', text, offset, limits));
    case '!':
      return bulk('bulk error', length('a length', text, offset, limits));
    case '=':
      return bulk('verbatim string', length('a length', text, offset, limits));
    case '*':
      if (text === '-1') return complete({ type: 'array', value: null });
      return list('array', count('a count, or -1', text, offset, limits));
    case '~':
      return list('set', count('a count', text, offset, limits));
    case '>':
      return list('push', count('a count', text, offset, limits));
    case '%':
      return pairs('map', count('a count', text, offset, limits));
    case '|':
      return pairs('attribute', count('a count', text, offset, limits));
    default:
      throw unexpected('a type', byte, offset);
  }
}
// #endregion header

const complete = (value: RespValue): Header => ({ kind: 'complete', value });
const bulk = (type: BulkType, bytes: number): Header => ({ kind: 'bulk', type, length: bytes });
const list = (type: ListType, members: number): Header => ({ kind: 'list', type, count: members });
const pairs = (type: PairsType, members: number): Header => ({
  kind: 'pairs',
  type,
  count: members,
});

function length(expected: string, text: string, offset: number, limits: RespLimits): number {
  const number = digits(expected, text, offset);
  if (number <= limits.maxBulkBytes) return number;
  throw unexpected(`a length of at most ${limits.maxBulkBytes}`, text, offset);
}

function count(expected: string, text: string, offset: number, limits: RespLimits): number {
  const number = digits(expected, text, offset);
  if (number <= limits.maxCount) return number;
  throw unexpected(`a count of at most ${limits.maxCount}`, text, offset);
}

/** Up to fifteen digits, so that a number holds them exactly. */
function digits(expected: string, text: string, offset: number): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw unexpected(expected, text, offset);
}

function int64(text: string, offset: number): bigint {
  const value = integer(text, offset);
  if (isInt64(value)) return value;
  throw unexpected('an integer of 64 bits', text, offset);
}

function integer(text: string, offset: number): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw unexpected('an integer', text, offset);
  return BigInt(text.startsWith('+') ? text.slice(1) : text); // BigInt('+1') throws
}

function boolean(text: string, offset: number): boolean {
  if (text === 't' || text === 'f') return text === 't';
  throw unexpected('t or f', text, offset);
}

/**
 * As C's printf writes them, which is where Redis' doubles come from: versions before 7.2
 * wrote `-nan`, and other implementations write `nan(0x8000)`.
 */
const NOT_A_NUMBER = /^[+-]?nan(?:\(\w*\))?$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

function double(text: string, offset: number): number {
  if (NOT_A_NUMBER.test(text)) return NaN;
  const [, sign] = INFINITE.exec(text) ?? [];
  if (sign !== undefined) return sign === '-' ? -Infinity : Infinity;
  if (/^[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  throw unexpected('a double', text, offset);
}

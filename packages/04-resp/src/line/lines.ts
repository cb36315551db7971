// What one line says after its type: a number, a length, a boolean. Shared by both
// decoders.

import { RespError } from './resp-error';
import { isInt64, type RespLimits, type RespValue } from '../value';

/** Types whose values are complete with their line. */
const WHOLE = '+-:_#,(';
/** Types of which a length in bytes follows, and then the bytes. */
const BULKS = '$!=';
/** Types of which a count of members follows. */
const AGGREGATES = '*~>%|';

export const isWhole = (type: string): boolean => WHOLE.includes(type);
export const isBulk = (type: string): boolean => BULKS.includes(type);
export const isAggregate = (type: string): boolean => AGGREGATES.includes(type);
export const isPairs = (type: string): boolean => type === '%' || type === '|';

/** @param offset of the line's first byte in the stream, for the error */
export function wrong(expected: string, came: string, offset: number): RespError {
  const shown = JSON.stringify(came.length > 40 ? `${came.slice(0, 40)}…` : came);
  return new RespError('INVALID_ARGUMENT', `byte ${offset}: expected ${expected}, got ${shown}`, {
    offset,
  });
}

/** The value of a line that is complete in itself. @throws RespError */
export function wholeValue(type: string, text: string, offset: number): RespValue {
  switch (type) {
    case '+':
    case '-':
      return { type, value: text };
    case ':': {
      const value = integer(text, offset);
      if (!isInt64(value)) throw wrong('an integer of 64 bits', text, offset);
      return { type, value };
    }
    case '(':
      return { type, value: integer(text, offset) };
    case ',':
      return { type, value: double(text, offset) };
    case '#':
      if (text !== 't' && text !== 'f') throw wrong('t or f', text, offset);
      return { type, value: text === 't' };
    default:
      if (text !== '') throw wrong('nothing after _', text, offset);
      return { type: '_', value: null };
  }
}

/** The length of a bulk; null is the null bulk string of RESP2. Checked before a byte of it is kept. @throws RespError */
export function bulkLength(type: string, text: string, offset: number, limits: RespLimits) {
  return bounded(type === '$', 'a length', text, offset, limits.maxBulkBytes);
}

/** The count of an aggregate's members, or pairs; null is the null array of RESP2. @throws RespError */
export function memberCount(type: string, text: string, offset: number, limits: RespLimits) {
  return bounded(type === '*', 'a count', text, offset, limits.maxCount);
}

function bounded(
  mayBeNull: boolean,
  what: string,
  text: string,
  offset: number,
  max: number,
): number | null {
  if (text === '-1' && mayBeNull) return null;
  const isNumber = /^\d{1,15}$/.test(text);
  if (isNumber && Number(text) <= max) return Number(text);
  const expected = isNumber ? `${what} of at most ${max}` : `${what}${mayBeNull ? ', or -1' : ''}`;
  throw wrong(expected, text, offset);
}

function integer(text: string, offset: number): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw wrong('an integer', text, offset);
  return text.startsWith('+') ? BigInt(text.slice(1)) : BigInt(text);
}

/**
 * As C's printf writes them, which Redis' double comes from: before 7.2 it wrote `-nan`,
 * and others write `nan(0x8000)`.
 */
const NOT_A_NUMBER = /^[+-]?nan(?:\(\w*\))?$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

function double(text: string, offset: number): number {
  if (NOT_A_NUMBER.test(text)) return NaN;
  const [, sign] = INFINITE.exec(text) ?? [];
  if (sign !== undefined) return sign === '-' ? -Infinity : Infinity;
  if (!/^[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/.test(text)) throw wrong('a double', text, offset);
  return Number(text);
}

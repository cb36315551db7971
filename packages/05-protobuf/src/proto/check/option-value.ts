// Checks an option's value against its type (chapter 05).

import type { FieldType, Scalar } from '../../schema/schema';
import type { OptionValue } from '../parse/ast';
import type { ProtoError } from '../proto-error';

type Fail = (message: string) => ProtoError;

const BITS: Readonly<Partial<Record<Scalar, readonly [min: bigint, max: bigint]>>> = {
  int32: signed(32n),
  sint32: signed(32n),
  sfixed32: signed(32n),
  int64: signed(64n),
  sint64: signed(64n),
  sfixed64: signed(64n),
  uint32: unsigned(32n),
  fixed32: unsigned(32n),
  uint64: unsigned(64n),
  fixed64: unsigned(64n),
};
/** protoc's scanner limits every integer, whatever the option's type. */
const [LOWEST, HIGHEST] = [signed(64n)[0], unsigned(64n)[1]];

/** @throws the result of `fail` */
export function checkValue(of: string, type: FieldType, value: OptionValue, fail: Fail): void {
  const { kind, text } = value;
  if (kind === 'integer') checkRange(of, text, [LOWEST, HIGHEST], fail);
  const mismatch = (expected: string): ProtoError => {
    const got = kind === 'block' ? '{' : text.slice(0, 40);
    return fail(`expected ${expected} for ${of}, got ${JSON.stringify(got)}`);
  };
  if (type.kind === 'message') throw mismatch(`a message ${type.name} in braces`);
  if (type.kind === 'enum') {
    if (kind !== 'identifier' || !type.values.has(text)) throw mismatch(`a value of ${type.name}`);
    return;
  }
  const { scalar } = type;
  const range = BITS[scalar];
  if (range !== undefined) {
    if (kind !== 'integer') throw mismatch('an integer');
    checkRange(of, text, range, fail);
  } else if (scalar === 'bool') {
    if (kind !== 'identifier' || (text !== 'true' && text !== 'false'))
      throw mismatch('true or false');
  } else if (scalar === 'float' || scalar === 'double') {
    if (kind !== 'integer' && kind !== 'float') throw mismatch('a number');
  } else if (kind !== 'string') throw mismatch('a string in quotes');
}

/** @throws the result of `fail` */
export function checkRange(
  of: string,
  text: string,
  [min, max]: readonly [min: bigint, max: bigint],
  fail: Fail,
): void {
  const value = integerOf(text);
  // an unsigned integer has no sign, not even in -0
  const isSigned = text.startsWith('-');
  if (value >= min && value <= max && !(isSigned && min === 0n)) return;
  throw fail(`expected an integer from ${min} to ${max} for ${of}, got ${text.slice(0, 40)}`);
}

export function rangeOf(scalar: Scalar): readonly [min: bigint, max: bigint] | undefined {
  return BITS[scalar];
}

/** More digits than any valid integer has: skip the quadratic BigInt conversion. */
const MAX_DIGITS = 100;

function integerOf(text: string): bigint {
  const isNegative = text.startsWith('-');
  const digits = isNegative ? text.slice(1) : text;
  const magnitude =
    digits.length > MAX_DIGITS ? HIGHEST + 1n : BigInt(digits.replace(/^0(?=\d)/, '0o'));
  return isNegative ? -magnitude : magnitude;
}

function signed(bits: bigint): readonly [bigint, bigint] {
  return [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
}

function unsigned(bits: bigint): readonly [bigint, bigint] {
  return [0n, (1n << bits) - 1n];
}

// From values to bytes. Every value begins with its type and ends with CR LF.

import type { RespPair, RespValue } from './value';
import { bulk, isInt64 } from './value';

const CRLF = Buffer.from('\r\n');

/** @throws RangeError for what RESP cannot say: a line with a line break in it, an integer of more than 64 bits as `:` */
// #region encode
export function encodeResp(value: RespValue): Buffer {
  const parts: Buffer[] = [];
  write(value, parts);
  return Buffer.concat(parts);
}

function write(value: RespValue, parts: Buffer[]): void {
  switch (value.type) {
    case '+':
    case '-':
      return line(value.type, oneLine(value.value), parts);
    case ':':
      return line(':', int64(value.value), parts);
    case '(':
      return line('(', String(value.value), parts);
    case ',':
      return line(',', double(value.value), parts);
    case '#':
      return line('#', value.value ? 't' : 'f', parts);
    case '_':
      return line('_', '', parts);
    case '$':
      return value.value === null ? line('$', '-1', parts) : bytes('$', value.value, parts);
    case '!':
      return bytes('!', value.value, parts);
    case '=':
      return bytes(
        '=',
        Buffer.concat([Buffer.from(`${format(value.format)}:`), value.value]),
        parts,
      );
    case '*':
      return value.value === null ? line('*', '-1', parts) : members('*', value.value, parts);
    case '~':
    case '>':
      return members(value.type, value.value, parts);
    case '%':
    case '|':
      return pairs(value.type, value.value, parts);
  }
}
// #endregion encode

/** A request, as clients send it: an array of bulk strings. */
export function encodeCommand(...words: readonly (string | Buffer)[]): Buffer {
  return encodeResp({ type: '*', value: words.map((word) => bulk(word)) });
}

function line(type: string, text: string, parts: Buffer[]): void {
  parts.push(Buffer.from(`${type}${text}\r\n`));
}

function bytes(type: string, value: Buffer, parts: Buffer[]): void {
  line(type, String(value.length), parts);
  parts.push(value, CRLF);
}

function members(type: string, values: readonly RespValue[], parts: Buffer[]): void {
  const count = values.filter((value) => value.type !== '|').length; // attributes do not count
  line(type, String(count), parts);
  for (const value of values) write(value, parts);
}

function pairs(type: string, values: readonly RespPair[], parts: Buffer[]): void {
  line(type, String(values.length), parts);
  for (const [key, value] of values) {
    write(key, parts);
    write(value, parts);
  }
}

function oneLine(text: string): string {
  if (!/[\r\n]/.test(text)) return text;
  throw new RangeError(
    `a status or an error is one line, got ${JSON.stringify(text.slice(0, 40))}`,
  );
}

function int64(value: bigint): string {
  if (isInt64(value)) return String(value);
  throw new RangeError(`an integer has 64 bits, got ${String(value).slice(0, 40)}`);
}

function double(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0' : String(value);
}

function format(name: string): string {
  if (/^[\x21-\x7e]{3}$/.test(name)) return name;
  throw new RangeError(`the format of a verbatim string has three letters, got "${name}"`);
}

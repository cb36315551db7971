// From values to bytes. Every value begins with the byte of its type and ends with CR LF.

import { bulk, isInt64, TYPE_BYTE, type RespPair, type RespValue } from './value';

const CRLF = Buffer.from('\r\n');

// #region encode
/**
 * @throws RangeError for what RESP cannot represent: a simple string or error with a line
 * break in it, an integer of more than 64 bits
 */
export function encodeResp(value: RespValue): Buffer {
  const parts: Buffer[] = [];
  write(value, parts);
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : Buffer.concat(parts);
}

function write(value: RespValue, parts: Buffer[]): void {
  const byte = TYPE_BYTE[value.type];
  switch (value.type) {
    case 'simple string':
    case 'simple error':
      return line(byte, oneLine(value.value), parts);
    case 'integer':
      return line(byte, int64(value.value), parts);
    case 'big number':
      return line(byte, String(value.value), parts);
    case 'double':
      return line(byte, double(value.value), parts);
    case 'boolean':
      return line(byte, value.value ? 't' : 'f', parts);
    case 'null':
      return line(byte, '', parts);
    case 'bulk string':
      return value.value === null ? line(byte, '-1', parts) : bytes(byte, value.value, parts);
    case 'bulk error':
      return bytes(byte, value.value, parts);
    case 'verbatim string':
      return bytes(byte, Buffer.concat([formatPrefix(value.format), value.value]), parts);
    case 'array':
      return value.value === null ? line(byte, '-1', parts) : members(byte, value.value, parts);
    case 'set':
    case 'push':
      return members(byte, value.value, parts);
    case 'map':
    case 'attribute':
      return pairs(byte, value.value, parts);
  }
}
// #endregion encode

/** A request, as clients send it: an array of bulk strings. */
export function encodeCommand(...words: readonly (string | Buffer)[]): Buffer {
  return encodeResp({ type: 'array', value: words.map((word) => bulk(word)) });
}

function line(byte: string, text: string, parts: Buffer[]): void {
  parts.push(Buffer.from(`${byte}${text}\r\n`));
}

function bytes(byte: string, value: Buffer, parts: Buffer[]): void {
  line(byte, String(value.length), parts);
  parts.push(value, CRLF);
}

function members(byte: string, values: readonly RespValue[], parts: Buffer[]): void {
  // An attribute does not count: it belongs to the value that follows it.
  const count = values.filter((value) => value.type !== 'attribute').length;
  line(byte, String(count), parts);
  for (const value of values) write(value, parts);
}

function pairs(byte: string, values: readonly RespPair[], parts: Buffer[]): void {
  line(byte, String(values.length), parts);
  for (const [key, value] of values) {
    write(key, parts);
    write(value, parts);
  }
}

function oneLine(text: string): string {
  if (!/[\r\n]/.test(text)) return text;
  throw new RangeError(
    `a simple string or error is one line, got ${JSON.stringify(text.slice(0, 40))}`,
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

function formatPrefix(name: string): Buffer {
  if (/^[\x21-\x7e]{3}$/.test(name)) return Buffer.from(`${name}:`);
  throw new RangeError(`the format of a verbatim string has three letters, got "${name}"`);
}

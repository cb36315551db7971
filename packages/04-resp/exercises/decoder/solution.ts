// A RESP decoder, solved. It parses the value in progress again whenever more bytes have
// come. That is simple, and quadratic for large arrays in many chunks. The page shows a
// decoder that keeps its place.

import { RpcError } from '@bytes-up/protocol';
import type { RespPair, RespValue } from '@bytes-up/resp';

/** What a decoder accepts. Each number is the largest that is allowed. */
export interface Limits {
  /** Bytes of a line before its CR LF, the type's byte included. */
  readonly maxLineBytes: number;
  /** Bytes of one bulk string. */
  readonly maxBulkBytes: number;
  /** Members of one array, pairs of one map. */
  readonly maxCount: number;
  /** Arrays that are open, one in the other. */
  readonly maxDepth: number;
}

const CRLF = '\r\n';

/** Cuts a stream of bytes into RESP values. */
export class RespDecoder {
  /** Begins where a value begins. */
  #bytes: Buffer = Buffer.alloc(0);
  /** Once bytes were invalid, nothing tells where the next value begins. */
  #error: Error | undefined;

  constructor(private readonly limits: Limits) {}

  /** Takes bytes as they come from the network: any number of them, cut anywhere. */
  push(chunk: Buffer): void {
    if (this.#error !== undefined) return;
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
  }

  /**
   * The next value that is complete, or undefined if more bytes are needed.
   * @throws RpcError INVALID_ARGUMENT for bytes that are not RESP or exceed a limit, and
   *   at each call after that
   */
  next(): RespValue | undefined {
    if (this.#error !== undefined) throw this.#error;
    try {
      const parser = new Parser(this.#bytes, this.limits);
      const value = parser.value(0);
      if (value !== undefined) this.#bytes = this.#bytes.subarray(parser.at);
      return value;
    } catch (error) {
      this.#error = error as Error;
      this.#bytes = Buffer.alloc(0);
      throw error;
    }
  }
}

/** Parses one value. Each method returns undefined if bytes are missing. */
class Parser {
  /** The offset of the next byte. */
  at = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly limits: Limits,
  ) {}

  /** @param depth how many arrays are open around the value */
  value(depth: number): RespValue | undefined {
    const line = this.#line();
    if (line === undefined) return undefined;
    const [type, text] = [line.slice(0, 1), line.slice(1)];
    switch (type) {
      case '+':
        return { type: 'simple string', value: text };
      case '-':
        return { type: 'simple error', value: text };
      case ':':
        return { type: 'integer', value: int64(text) };
      case '$': {
        if (text === '-1') return { type: 'bulk string', value: null };
        const value = this.#bulk(text);
        return value && { type: 'bulk string', value };
      }
      case '*': {
        if (text === '-1') return { type: 'array', value: null };
        const value = this.#members(text, depth);
        return value && { type: 'array', value };
      }
      // RESP3
      case '_':
        if (text !== '') throw invalid('nothing after _', text);
        return { type: 'null', value: null };
      case '#':
        if (text !== 't' && text !== 'f') throw invalid('t or f', text);
        return { type: 'boolean', value: text === 't' };
      case ',':
        return { type: 'double', value: double(text) };
      case '(':
        return { type: 'big number', value: integer(text) };
      case '!': {
        const value = this.#bulk(text);
        return value && { type: 'bulk error', value };
      }
      case '=': {
        const value = this.#bulk(text);
        return value && verbatim(value);
      }
      case '~': {
        const value = this.#members(text, depth);
        return value && { type: 'set', value };
      }
      case '>': {
        const value = this.#members(text, depth);
        return value && { type: 'push', value };
      }
      case '%': {
        const value = this.#pairs(text, depth);
        return value && { type: 'map', value };
      }
      default:
        throw invalid('a type', type);
    }
  }

  /** The line without its CR LF. */
  #line(): string | undefined {
    const end = this.bytes.indexOf(CRLF, this.at);
    // Without an end, the last byte that came may be the CR.
    const lineBytes = end < 0 ? this.bytes.length - 1 - this.at : end - this.at;
    if (lineBytes > this.limits.maxLineBytes) throw invalid('a shorter line', `${lineBytes} bytes`);
    if (end < 0) return undefined;
    const line = this.bytes.toString('utf8', this.at, end);
    this.at = end + CRLF.length;
    return line;
  }

  #bulk(text: string): Buffer | undefined {
    const end = this.at + number(text, this.limits.maxBulkBytes);
    if (this.bytes.length < end + CRLF.length) return undefined;
    const after = this.bytes.toString('latin1', end, end + CRLF.length);
    if (after !== CRLF) throw invalid('CR LF after the bytes', after);
    const value = this.bytes.subarray(this.at, end);
    this.at = end + CRLF.length;
    return value;
  }

  #members(text: string, depth: number): RespValue[] | undefined {
    return this.#values(number(text, this.limits.maxCount), depth);
  }

  #pairs(text: string, depth: number): RespPair[] | undefined {
    const values = this.#values(2 * number(text, this.limits.maxCount), depth);
    if (values === undefined) return undefined;
    const pairs: RespPair[] = [];
    for (const [at, value] of values.entries()) {
      const key = values[at - 1];
      if (at % 2 === 1 && key !== undefined) pairs.push([key, value]);
    }
    return pairs;
  }

  #values(count: number, depth: number): RespValue[] | undefined {
    if (depth >= this.limits.maxDepth) throw invalid('fewer levels', `level ${depth + 1}`);
    const values: RespValue[] = [];
    while (values.length < count) {
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  }
}

/** A length or a count: digits, and no larger than the limit. */
function number(text: string, limit: number): number {
  if (!/^\d+$/.test(text)) throw invalid('a number', text);
  if (Number(text) > limit) throw invalid(`at most ${limit}`, text);
  return Number(text);
}

function int64(text: string): bigint {
  const value = integer(text);
  if (value !== BigInt.asIntN(64, value)) throw invalid('an integer of 64 bits', text);
  return value;
}

/** BigInt accepts '', ' 7' and '0x10', and refuses '+7'. */
function integer(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw invalid('an integer', text);
  return BigInt(text.replace('+', ''));
}

function double(text: string): number {
  if (text === 'inf' || text === '-inf') return text === 'inf' ? Infinity : -Infinity;
  if (text === 'nan') return NaN;
  // Number accepts '', ' 7' and '0x10'.
  if (!/^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i.test(text)) throw invalid('a double', text);
  return Number(text);
}

/** `txt:hello` */
function verbatim(bytes: Buffer): RespValue {
  if (bytes[3] !== ':'.charCodeAt(0)) throw invalid('three letters and a colon', String(bytes));
  const format = bytes.toString('latin1', 0, 3);
  return { type: 'verbatim string', format, value: bytes.subarray(4) };
}

function invalid(expected: string, got: string): RpcError {
  return new RpcError('INVALID_ARGUMENT', `expected ${expected}, got ${got.slice(0, 40)}`);
}

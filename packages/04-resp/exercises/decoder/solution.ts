// A RESP decoder, solved. It keeps its place: each line, bulk string and member is read
// once, and the arrays that are open wait on a stack. So its cost grows with the bytes,
// and not with the number of chunks in which they come.

import { RpcError } from '@bytes-up/protocol';
import type { RespPair, RespValue } from '@bytes-up/resp';

/** What a decoder accepts. Each number is the largest allowed. */
export interface Limits {
  /** Bytes of a line before its CR LF, including the type byte. */
  readonly maxLineBytes: number;
  /** Bytes of one bulk string. */
  readonly maxBulkBytes: number;
  /** Members of an array, pairs of a map. */
  readonly maxCount: number;
  /** How deeply arrays may be nested. */
  readonly maxDepth: number;
}

const CRLF = '\r\n';

/** An array or the like of which members are missing. */
interface Open {
  readonly type: 'array' | 'set' | 'push' | 'map';
  /** Of a map, each key and each value is one. */
  readonly count: number;
  readonly members: RespValue[];
}

/** A value of bytes, of which only the length was read. */
interface Announced {
  readonly type: '$' | '!' | '=';
  readonly bytes: number;
}

/** Cuts a stream of bytes into RESP values. */
export class RespDecoder {
  /** What was not read yet, and the chunks that have come after it. */
  #bytes: Buffer = Buffer.alloc(0);
  #later: Buffer[] = [];
  #laterBytes = 0;
  /** With fewer bytes than this there is nothing more to read. */
  #neededBytes = 0;
  #announced: Announced | undefined;
  /** The innermost one is the last. */
  #open: Open[] = [];
  /** After invalid bytes, nothing tells where the next value begins. */
  #error: Error | undefined;

  constructor(private readonly limits: Limits) {}

  /** Takes bytes as they arrive from the network: any amount, cut anywhere. */
  push(chunk: Buffer): void {
    if (this.#error !== undefined) return;
    this.#later.push(chunk);
    this.#laterBytes += chunk.length;
  }

  /**
   * The next complete value, or undefined if more bytes are needed.
   * @throws RpcError INVALID_ARGUMENT for bytes that are not RESP or exceed a limit, and
   *   in each later call
   */
  next(): RespValue | undefined {
    if (this.#error !== undefined) throw this.#error;
    if (this.#bytes.length + this.#laterBytes < this.#neededBytes) return undefined;
    this.#join();
    try {
      for (;;) {
        const part = this.#part();
        if (part === undefined) return undefined;
        const value = this.#add(part);
        if (value !== undefined) return value;
      }
    } catch (error) {
      this.#error = error as Error;
      [this.#bytes, this.#open] = [Buffer.alloc(0), []];
      throw error;
    }
  }

  /** Not at each push, or a bulk string would be copied again with each of its chunks. */
  #join(): void {
    this.#neededBytes = 0;
    if (this.#later.length === 0) return;
    this.#bytes = Buffer.concat([this.#bytes, ...this.#later]);
    [this.#later, this.#laterBytes] = [[], 0];
  }

  /**
   * Puts a part in its place: a value into the innermost array that is open, which may be
   * complete with it, and is then a value itself.
   * @returns the outermost value when it is complete
   */
  #add(part: RespValue | Open): RespValue | undefined {
    let value: RespValue | undefined;
    if ('members' in part) this.#open.push(part);
    else value = part;
    for (;;) {
      const open = this.#open.at(-1);
      if (open === undefined) return value;
      if (value !== undefined) open.members.push(value);
      if (open.members.length < open.count) return undefined;
      this.#open.pop();
      value = complete(open);
    }
  }

  /** A value, or an array without its members; undefined if bytes are missing. */
  #part(): RespValue | Open | undefined {
    if (this.#announced !== undefined) return this.#bulk(this.#announced);
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
      case '$':
        if (text === '-1') return { type: 'bulk string', value: null };
        return this.#announce(type, text);
      case '*':
        if (text === '-1') return { type: 'array', value: null };
        return this.#begin('array', text);
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
      case '!':
      case '=':
        return this.#announce(type, text);
      case '~':
        return this.#begin('set', text);
      case '>':
        return this.#begin('push', text);
      case '%':
        return this.#begin('map', text);
      default:
        throw invalid('a type', type);
    }
  }

  /** The line without its CR LF. */
  #line(): string | undefined {
    const end = this.#bytes.indexOf(CRLF);
    // Without an end, the last byte received may be the CR.
    const lineBytes = end < 0 ? this.#bytes.length - 1 : end;
    if (lineBytes > this.limits.maxLineBytes) throw invalid('a shorter line', `${lineBytes} bytes`);
    if (end < 0) {
      this.#neededBytes = this.#bytes.length + 1; // a line is short: any byte may end it
      return undefined;
    }
    const line = this.#bytes.toString('utf8', 0, end);
    this.#bytes = this.#bytes.subarray(end + CRLF.length);
    return line;
  }

  #announce(type: Announced['type'], text: string): RespValue | undefined {
    this.#announced = { type, bytes: number(text, this.limits.maxBulkBytes) };
    return this.#bulk(this.#announced);
  }

  #bulk({ type, bytes: length }: Announced): RespValue | undefined {
    const all = length + CRLF.length;
    if (this.#bytes.length < all) {
      this.#neededBytes = all;
      return undefined;
    }
    const after = this.#bytes.toString('latin1', length, all);
    if (after !== CRLF) throw invalid('CR LF after the bytes', after);
    const value = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(all);
    this.#announced = undefined;
    if (type === '=') return verbatim(value);
    return { type: type === '$' ? 'bulk string' : 'bulk error', value };
  }

  #begin(type: Open['type'], text: string): Open {
    const level = this.#open.length + 1;
    const count = number(text, this.limits.maxCount);
    if (level > this.limits.maxDepth) throw invalid('fewer levels', `level ${level}`);
    return { type, count: type === 'map' ? 2 * count : count, members: [] };
  }
}

function complete({ type, members }: Open): RespValue {
  if (type !== 'map') return { type, value: members };
  const pairs: RespPair[] = [];
  for (const [at, value] of members.entries()) {
    const key = members[at - 1];
    if (at % 2 === 1 && key !== undefined) pairs.push([key, value]);
  }
  return { type: 'map', value: pairs };
}

/** A length or a count: digits, and no larger than the limit. */
function number(text: string, limit: number): number {
  if (!/^\d+$/.test(text)) throw invalid('a number', text);
  if (Number(text) > limit) throw invalid(`at most ${limit}`, text);
  return Number(text);
}

function int64(text: string): bigint {
  const value = integer(text);
  if (value !== BigInt.asIntN(64, value)) throw invalid('a 64-bit integer', text);
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

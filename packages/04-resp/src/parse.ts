// The plain decoder: one value from the start of a buffer. When bytes are missing it
// knows nothing else and must start again, so a value that arrives in many pieces would
// be parsed many times. decoder.ts avoids that, and the tests hold both to the same
// results.

import { parseHeader, type Header } from './line/header';
import { lineTooLong, unexpected, valueTooLarge } from './line/resp-error';
import { DEFAULT_RESP_LIMITS, TYPE_BYTE } from './value';
import type { BulkType, RespLimits, RespPair, RespValue } from './value';

const CR = 0x0d;
const LF = 0x0a;

/** A value, and where the next one begins. */
export interface Parsed {
  readonly value: RespValue;
  readonly end: number;
}

/** The value around the one that is parsed: where it began, and how deep it is open. */
export interface Enclosing {
  readonly valueAt: number;
  readonly depth: number;
}

/** @returns undefined while bytes of the value are missing @throws RespError */
export function parseResp(
  bytes: Buffer,
  at = 0,
  limits: RespLimits = DEFAULT_RESP_LIMITS,
  { valueAt, depth }: Enclosing = { valueAt: at, depth: 0 },
): Parsed | undefined {
  const parser = new Parser(bytes, at, limits, valueAt);
  const value = parser.parse(depth);
  return value && { value, end: parser.at };
}

class Parser {
  /** @param at the next byte to read @param valueAt where the outermost value began */
  constructor(
    private readonly bytes: Buffer,
    public at: number,
    private readonly limits: RespLimits,
    private readonly valueAt: number,
  ) {}

  // #region parse
  parse(depth: number): RespValue | undefined {
    const lineAt = this.at;
    const header = this.#header();
    switch (header?.kind) {
      case undefined:
        return undefined; // the line is not complete
      case 'complete':
        return header.value;
      case 'bulk':
        return this.#bulk(header.type, header.length);
      case 'list': {
        checkDepth(header, depth, lineAt, this.limits);
        const value = this.#members(header.count, depth + 1);
        return value && { type: header.type, value };
      }
      case 'pairs': {
        checkDepth(header, depth, lineAt, this.limits);
        const value = this.#pairs(header.count, depth + 1);
        return value && { type: header.type, value };
      }
    }
  }

  #header(): Header | undefined {
    const { bytes, at, limits } = this;
    const newline = bytes.indexOf(LF, at);
    const lineBytes = (newline < 0 ? bytes.length : newline) - at;
    if (lineBytes > limits.maxLineBytes) throw lineTooLong(limits, at);
    if (newline < 0) return undefined;
    const text = bytes.toString('utf8', at + 1, newline - 1);
    if (bytes[newline - 1] !== CR || newline === at) throw unexpected('CR LF', text, newline);
    this.#advance(newline + 1);
    return parseHeader(bytes.toString('latin1', at, at + 1), text, at, limits);
  }

  /**
   * Everything up to `end` belongs to the value. The limit is checked before it is read.
   */
  #advance(end: number): void {
    if (end - this.valueAt > this.limits.maxValueBytes)
      throw valueTooLarge(this.limits, this.valueAt);
    this.at = end;
  }

  #bulk(type: BulkType, length: number): RespValue | undefined {
    const { bytes, at } = this;
    const end = at + length;
    this.#advance(end + 2);
    if (bytes.length < end + 2) return undefined;
    const after = bytes.toString('latin1', end, end + 2);
    if (after !== '\r\n') throw unexpected('CR LF after the bytes', after, end);
    return bulkValue(type, bytes.subarray(at, end), at);
  }

  /** An attribute does not count: it belongs to the value that follows it. */
  #members(count: number, depth: number): RespValue[] | undefined {
    const members: RespValue[] = [];
    for (let missing = count; missing > 0;) {
      const member = this.parse(depth);
      if (member === undefined) return undefined;
      members.push(member);
      if (member.type !== 'attribute') missing--;
    }
    return members;
  }

  #pairs(count: number, depth: number): RespPair[] | undefined {
    const pairs: RespPair[] = [];
    while (pairs.length < count) {
      const key = this.#withoutAttributes(depth);
      const value = key && this.#withoutAttributes(depth);
      if (key === undefined || value === undefined) return undefined;
      pairs.push([key, value]);
    }
    return pairs;
  }
  // #endregion parse

  #withoutAttributes(depth: number): RespValue | undefined {
    for (;;) {
      const value = this.parse(depth);
      if (value?.type !== 'attribute') return value;
    }
  }
}

/** @throws RespError for a value that is nested too deeply */
export function checkDepth(
  { type }: Extract<Header, { count: number }>,
  depth: number,
  offset: number,
  { maxDepth }: RespLimits,
): void {
  if (depth >= maxDepth) throw unexpected(`at most ${maxDepth} levels`, TYPE_BYTE[type], offset);
}

/** @throws RespError for a verbatim string without its format */
export function bulkValue(type: BulkType, value: Buffer, offset: number): RespValue {
  if (type !== 'verbatim string') return { type, value };
  const format = value.toString('latin1', 0, 4);
  if (!/^[\x21-\x7e]{3}:$/.test(format)) {
    throw unexpected('three letters of a format and a colon', format, offset);
  }
  return { type, format: format.slice(0, 3), value: value.subarray(4) };
}

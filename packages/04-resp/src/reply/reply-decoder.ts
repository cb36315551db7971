// Optional at a first reading: decoder.ts and reply.ts together do the same, and the
// tests hold this file to their results. It is for speed: it decodes bytes to replies
// directly, makes no string that is not wanted, and runs no regular expression.

import { isAscii } from 'node:buffer';
import { lineTooLong, RespError, unexpected } from '../line/resp-error';
import { parseResp } from '../parse';
import { DEFAULT_RESP_LIMITS, type RespLimits } from '../value';
import { LaterChunks } from './later-chunks';
import { RespPush, toReply, type Reply } from './reply';
import { textOf } from './reply-text';

const [CR, LF, MINUS, ZERO] = [0x0d, 0x0a, 0x2d, 0x30];
// The bytes of TYPE_BYTE, as numbers: + : $ = ! and * ~ > % |
const [SIMPLE_STRING, INTEGER] = [0x2b, 0x3a];
const [BULK_STRING, VERBATIM_STRING, BULK_ERROR] = [0x24, 0x3d, 0x21];
const [ARRAY, SET, PUSH, MAP, ATTRIBUTE] = [0x2a, 0x7e, 0x3e, 0x25, 0x7c];
/** As many digits as a number holds exactly. */
const SAFE_DIGITS = 15;
/** Converting all the bytes to text at once pays from this size on. */
const MIN_TEXT_BYTES = 1024;
/** A line end this near is found faster byte by byte than by a call of indexOf. */
const NEAR_BYTES = 32;
/** Up to this size, pieces are joined in the same buffer again and again. */
const SCRATCH_BYTES = 4096;

/** An aggregate has begun: its members come next. */
const BEGUN = Symbol('begun');

interface Level {
  readonly type: number;
  missing: number;
  readonly values: Reply[];
}

export class ReplyDecoder {
  readonly #limits: RespLimits;
  #bytes: Buffer = Buffer.alloc(0);
  /**
   * The next byte to read, and the end of the bytes: older ones may follow in the buffer.
   */
  #at = 0;
  #end = 0;
  /** The same bytes as text, if they are ASCII: short strings are cut from it. */
  #text: string | undefined;
  /** Small pieces are joined here. Replies never refer to it. */
  #scratch: Buffer | undefined;
  /** Offsets in the stream: of the first of the bytes, and of the outermost value. */
  #base = 0;
  #valueAt = 0;
  /** What arrived since, and how many bytes are needed in all before decoding goes on. */
  readonly #later = new LaterChunks();
  #needed = 0;
  #needsLine = false;
  readonly #levels: Level[] = [];
  #failure: Error | undefined;
  /**
   * The number that readNumber found. A field, because returning two numbers allocates.
   */
  #number = 0;

  constructor(limits: Partial<RespLimits> = {}) {
    this.#limits = { ...DEFAULT_RESP_LIMITS, ...limits };
  }

  /** Bytes of the stream. They are kept until they are decoded: do not write to them. */
  push(chunk: Buffer): void {
    this.#later.push(chunk);
    if (this.#needsLine && chunk.includes(LF)) this.#needsLine = false;
  }

  /**
   * The next reply; undefined until more bytes arrive.
   * @throws RespError, and from then on the same one at every call
   */
  next(): Reply | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      if (this.#later.length > 0 && !this.#join()) return undefined;
      return this.#next();
    } catch (error) {
      this.#failure = error as Error;
      throw error;
    }
  }

  // #region join
  /**
   * Joins the bytes that are left with those that arrived, once there are enough, so that
   * a large bulk string is joined once.
   * @returns whether there are enough
   */
  #join(): boolean {
    const total = this.#end - this.#at + this.#later.length;
    if (this.#needsLine && total > this.#limits.maxLineBytes + 2)
      throw lineTooLong(this.#limits, this.#base + this.#at);
    if (this.#needsLine || total < this.#needed) return false;
    this.#base += this.#at;
    this.#bytes = this.#joined(total);
    this.#at = 0;
    this.#end = total;
    this.#text =
      total >= MIN_TEXT_BYTES && isAscii(this.#bytes.subarray(0, total))
        ? this.#bytes.toString('latin1', 0, total)
        : undefined;
    this.#needed = 0;
    return true;
  }

  #joined(total: number): Buffer {
    const left = this.#end - this.#at;
    const later = this.#later.take();
    if (left === 0) return later;
    if (total > SCRATCH_BYTES) {
      return Buffer.concat([this.#bytes.subarray(this.#at, this.#end), later], total);
    }
    const scratch = (this.#scratch ??= Buffer.allocUnsafeSlow(SCRATCH_BYTES));
    if (this.#bytes === scratch) scratch.copyWithin(0, this.#at, this.#end);
    else for (let i = 0; i < left; i++) scratch[i] = this.#bytes[this.#at + i] ?? 0;
    scratch.set(later, left);
    return scratch;
  }
  // #endregion join

  // #region next
  #next(): Reply | undefined {
    for (;;) {
      const type = this.#at < this.#end ? this.#bytes[this.#at] : undefined;
      const found = isAggregate(type) ? this.#begin(type) : this.#readComplete(type);
      if (found === undefined) return undefined;
      const complete = found === BEGUN ? undefined : this.#place(found);
      if (this.#levels.length === 0) this.#valueAt = this.#base + this.#at;
      if (complete !== undefined) return complete;
    }
  }
  // #endregion next

  // #region complete
  /**
   * The usual values: a bulk string, an integer, a simple string. The plain decoder reads
   * all others. Undefined while bytes are missing.
   */
  #readComplete(type: number | undefined): Reply | undefined {
    switch (type) {
      case undefined:
        return undefined;
      case BULK_STRING:
      case VERBATIM_STRING:
      case BULK_ERROR:
        return this.#readBulk(type);
      case INTEGER:
        return this.#readInteger();
      case SIMPLE_STRING:
        return this.#readSimpleString();
      default:
        return this.#readPlainly();
    }
  }

  #readBulk(type: number): Reply | undefined {
    const bytes = this.#bytes;
    const start = this.#readNumber(this.#at + 1);
    if (start < 0 || this.#number > this.#limits.maxBulkBytes) return this.#readPlainly();
    const end = start + this.#number;
    if (this.#isTooLarge(end + 2)) return this.#readPlainly();
    if (end + 2 > this.#end) return this.#wait(end + 2 - this.#at);
    if (type !== BULK_STRING || bytes[end] !== CR || bytes[end + 1] !== LF)
      return this.#readPlainly();
    this.#at = end + 2;
    return textOf(bytes, this.#text, start, end);
  }

  #readInteger(): Reply | undefined {
    const isNegative = this.#bytes[this.#at + 1] === MINUS;
    const end = this.#readNumber(this.#at + (isNegative ? 2 : 1));
    if (end < 0 || this.#isTooLarge(end)) return this.#readPlainly();
    this.#at = end;
    return isNegative ? 0 - this.#number : this.#number;
  }

  #readSimpleString(): Reply | undefined {
    const lineEnd = this.#lineEnd();
    if (lineEnd < 0 || this.#bytes[lineEnd - 1] !== CR) return this.#readPlainly();
    if (lineEnd - this.#at > this.#limits.maxLineBytes) return this.#readPlainly();
    if (this.#isTooLarge(lineEnd + 1)) return this.#readPlainly();
    const start = this.#at + 1;
    this.#at = lineEnd + 1;
    return textOf(this.#bytes, this.#text, start, lineEnd - 1);
  }
  // #endregion complete

  /**
   * Digits and CR LF, into #number.
   * @returns where the next line begins; -1 if it is anything else, or incomplete
   */
  #readNumber(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    let number = 0;
    for (
      let digit = (bytes[at] ?? 0) - ZERO;
      digit >= 0 && digit <= 9;
      digit = (bytes[at] ?? 0) - ZERO
    ) {
      number = number * 10 + digit;
      at++;
    }
    this.#number = number;
    if (at === from || at - from > SAFE_DIGITS || at + 2 > this.#end) return -1;
    return bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : -1;
  }

  /** The LF of the line that begins here; -1 if it has not arrived. */
  #lineEnd(): number {
    const bytes = this.#bytes;
    const near = Math.min(this.#end, this.#at + NEAR_BYTES);
    for (let at = this.#at; at < near; at++) if (bytes[at] === LF) return at;
    const end = near < this.#end ? bytes.indexOf(LF, near) : -1;
    return end < this.#end ? end : -1;
  }

  /** Where the outermost value began, in #bytes; negative when that part is gone. */
  get #valueStart(): number {
    return this.#valueAt - this.#base;
  }

  #isTooLarge(end: number): boolean {
    return end - this.#valueStart > this.#limits.maxValueBytes;
  }

  /** With the plain decoder: the rare types, nulls, and every error. */
  #readPlainly(): Reply | undefined {
    const isShort = this.#end - this.#at <= this.#limits.maxLineBytes;
    if (isShort && this.#lineEnd() < 0) return this.#waitForLine(); // at a chunk's end
    const present = this.#bytes.subarray(0, this.#end);
    const enclosing = { valueAt: this.#valueStart, depth: this.#levels.length };
    try {
      const parsed = parseResp(present, this.#at, this.#limits, enclosing);
      if (parsed === undefined) return this.#waitForLine();
      this.#at = parsed.end;
      return toReply(parsed.value);
    } catch (error) {
      if (!(error instanceof RespError)) throw error;
      throw error.moved(this.#base).within(present, this.#base); // offsets in the stream
    }
  }

  #begin(type: number): Reply | typeof BEGUN | undefined {
    const start = this.#readNumber(this.#at + 1);
    const count = this.#number;
    if (start < 0 || count > this.#limits.maxCount || this.#isTooLarge(start))
      return this.#readPlainly(); // a null array, an error, or not complete
    const { maxDepth } = this.#limits;
    if (this.#levels.length >= maxDepth) {
      const byte = String.fromCharCode(type);
      throw unexpected(`at most ${maxDepth} levels`, byte, this.#base + this.#at);
    }
    this.#at = start;
    if (count === 0) return type === ATTRIBUTE ? BEGUN : finish(type, []);
    const missing = type === MAP || type === ATTRIBUTE ? 2 * count : count;
    this.#levels.push({ type, missing, values: [] });
    return BEGUN;
  }

  #place(reply: Reply): Reply | undefined {
    let placed = reply;
    for (;;) {
      const level = this.#levels.at(-1);
      if (level === undefined) return placed;
      level.values.push(placed);
      if (--level.missing > 0) return undefined;
      this.#levels.pop();
      if (level.type === ATTRIBUTE) return undefined; // it is left out
      placed = finish(level.type, level.values);
    }
  }

  #wait(bytes: number): undefined {
    this.#needed = bytes;
  }

  #waitForLine(): undefined {
    this.#needsLine = this.#lineEnd() < 0;
    this.#needed = this.#end - this.#at + 1;
  }
}

function isAggregate(type: number | undefined): type is number {
  return type === ARRAY || type === MAP || type === SET || type === PUSH || type === ATTRIBUTE;
}

function finish(type: number, values: Reply[]): Reply {
  if (type === PUSH) return new RespPush(values);
  if (type !== MAP) return values;
  const map = new Map<Reply, Reply>();
  for (let n = 0; n + 1 < values.length; n += 2) map.set(values[n] ?? null, values[n + 1] ?? null);
  return map;
}

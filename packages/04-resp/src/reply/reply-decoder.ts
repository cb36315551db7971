// The fast decoder: bytes to replies. It does what decoder.ts and toReply do together, and the tests hold it to that. Its speed
// comes from looking at bytes and not at lines: no string is made but those that are wanted, and no regular expression is run.

import { isAscii } from 'node:buffer';
import { ByteQueue } from '@bytes-up/byte-queue';
import { RespError } from '../line/resp-error';
import { parseResp, tooLong } from '../parse';
import { wrong } from '../line/lines';
import { textOf } from './reply-text';
import { RespPush, toReply, type Reply } from './reply';
import { DEFAULT_RESP_LIMITS, type RespLimits } from '../value';

const CR = 13;
const LF = 10;
const [STATUS, INTEGER, BULK, VERBATIM, BULK_ERROR] = [0x2b, 0x3a, 0x24, 0x3d, 0x21]; // + : $ = !
const [ARRAY, SET, PUSH, MAP, ATTRIBUTES] = [0x2a, 0x7e, 0x3e, 0x25, 0x7c]; // * ~ > % |
/** Digits that a number holds exactly. */
const SAFE_DIGITS = 15;
/** Fewer bytes are not worth to be made text as a whole. */
const WORTH_TEXT = 1024;
/** So far a line's end is looked for byte by byte: a call takes longer. */
const NEAR = 32;
/** Pieces up to this are joined in one place. */
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
  /** The next byte to look at, and where the bytes end: behind it may stand older ones. */
  #at = 0;
  #end = 0;
  /** The same bytes as text, if they are ASCII: strings are cut from it, and not made one by one. */
  #text: string | undefined;
  /** Where small pieces are joined, again and again: replies hold no bytes of ours. */
  #scratch: Buffer | undefined;
  /** Where the first of the bytes stands in the stream. */
  #base = 0;
  /** Where in the stream the value began that is being read, its outermost one. */
  #valueAt = 0;
  /** What came since, and how many bytes are needed in all before it is worth to look again. */
  readonly #later = new ByteQueue();
  /** The only chunk that came since: mostly there is one, and it needs no queue. */
  #only: Buffer | undefined;
  #laterBytes = 0;
  #needed = 0;
  #needsLine = false;
  readonly #levels: Level[] = [];
  #failure: Error | undefined;
  /** The number that readNumber has found. */
  #number = 0;

  constructor(limits: Partial<RespLimits> = {}) {
    this.#limits = { ...DEFAULT_RESP_LIMITS, ...limits };
  }

  /** Bytes of the stream. They are kept until they are decoded: the caller must not write to them. */
  push(chunk: Buffer): void {
    if (this.#laterBytes === 0) this.#only = chunk;
    else {
      if (this.#only !== undefined) this.#later.append(this.#only);
      this.#only = undefined;
      this.#later.append(chunk);
    }
    this.#laterBytes += chunk.length;
    if (this.#needsLine && chunk.includes(LF)) this.#needsLine = false;
  }

  /** The next reply; undefined until more bytes come. @throws RespError, from then on at every call */
  next(): Reply | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      if (this.#laterBytes > 0 && !this.#join()) return undefined;
      return this.#next();
    } catch (error) {
      this.#failure = error as Error;
      throw error;
    }
  }

  // #region join
  /** Joins what is left with what came, once there is enough: a large bulk string is joined once. @returns whether there is */
  #join(): boolean {
    const total = this.#end - this.#at + this.#laterBytes;
    if (this.#needsLine && total > this.#limits.maxLineBytes + 2)
      throw tooLong(this.#limits, this.#base + this.#at);
    if (this.#needsLine || total < this.#needed) return false;
    this.#base += this.#at;
    this.#bytes = this.#joined(total);
    this.#at = 0;
    this.#end = total;
    this.#text =
      total >= WORTH_TEXT && isAscii(this.#bytes.subarray(0, total))
        ? this.#bytes.toString('latin1', 0, total)
        : undefined;
    this.#only = undefined;
    this.#laterBytes = this.#needed = 0;
    return true;
  }

  #joined(total: number): Buffer {
    const left = this.#end - this.#at;
    const came = this.#only ?? this.#later.take(this.#later.length); // joined once, however many
    if (left === 0) return came;
    if (total > SCRATCH_BYTES) {
      return Buffer.concat([this.#bytes.subarray(this.#at, this.#end), came], total);
    }
    const scratch = (this.#scratch ??= Buffer.allocUnsafeSlow(SCRATCH_BYTES));
    if (this.#bytes === scratch) scratch.copyWithin(0, this.#at, this.#end);
    else for (let i = 0; i < left; i++) scratch[i] = this.#bytes[this.#at + i] ?? 0;
    scratch.set(came, left);
    return scratch;
  }
  // #endregion join

  // #region next
  #next(): Reply | undefined {
    for (;;) {
      const type = this.#at < this.#end ? this.#bytes[this.#at] : undefined;
      const found = isAggregate(type) ? this.#begin(type) : this.#readWhole(type);
      if (found === undefined) return undefined;
      const complete = found === BEGUN ? undefined : this.#place(found);
      if (this.#levels.length === 0) this.#valueAt = this.#base + this.#at;
      if (complete !== undefined) return complete;
    }
  }
  // #endregion next

  // #region whole
  /** A status, a number or a bulk string, or by the plain decoder whatever else there is. Undefined while it is not complete. */
  #readWhole(type: number | undefined): Reply | undefined {
    const bytes = this.#bytes;
    if (type === undefined) return undefined;
    if (type === BULK || type === VERBATIM || type === BULK_ERROR) {
      const start = this.#readNumber(this.#at + 1);
      if (start < 0 || this.#number > this.#limits.maxBulkBytes) return this.#readPlainly();
      const end = start + this.#number;
      if (this.#isTooLarge(end + 2)) return this.#readPlainly();
      if (end + 2 > this.#end) return this.#wait(end + 2 - this.#at);
      if (type !== BULK || bytes[end] !== CR || bytes[end + 1] !== LF) return this.#readPlainly();
      this.#at = end + 2;
      return this.#textOf(start, end);
    }
    if (type === INTEGER) {
      const isNegative = bytes[this.#at + 1] === 0x2d;
      const end = this.#readNumber(this.#at + (isNegative ? 2 : 1));
      if (end < 0 || this.#isTooLarge(end)) return this.#readPlainly();
      this.#at = end;
      return isNegative ? 0 - this.#number : this.#number;
    }
    if (type === STATUS) {
      const end = this.#lineEnd();
      if (
        end < 0 ||
        bytes[end - 1] !== CR ||
        end - this.#at > this.#limits.maxLineBytes ||
        this.#isTooLarge(end + 1)
      )
        return this.#readPlainly();
      const start = this.#at + 1;
      this.#at = end + 1;
      return this.#textOf(start, end - 1);
    }
    return this.#readPlainly();
  }
  // #endregion whole

  #textOf(start: number, end: number): string {
    return textOf(this.#bytes, this.#text, start, end);
  }

  /** Digits and CR LF. @returns where the next line begins; -1 when it is anything else, or not complete */
  #readNumber(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    let number = 0;
    for (
      let digit = (bytes[at] ?? 0) - 0x30;
      digit >= 0 && digit <= 9;
      digit = (bytes[at] ?? 0) - 0x30
    ) {
      number = number * 10 + digit;
      at++;
    }
    this.#number = number;
    if (at === from || at - from > SAFE_DIGITS || at + 2 > this.#end) return -1;
    return bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : -1;
  }

  /** Where the line ends that begins here; -1 when its end has not come. */
  #lineEnd(): number {
    const bytes = this.#bytes;
    const near = Math.min(this.#end, this.#at + NEAR);
    for (let at = this.#at; at < near; at++) if (bytes[at] === LF) return at;
    const end = near < this.#end ? bytes.indexOf(LF, near) : -1;
    return end < this.#end ? end : -1;
  }

  /** Where the value began, counted from the first of our bytes: below zero when that is gone. */
  get #valueStart(): number {
    return this.#valueAt - this.#base;
  }

  #isTooLarge(end: number): boolean {
    return end - this.#valueStart > this.#limits.maxValueBytes;
  }

  get #present(): Buffer {
    return this.#bytes.subarray(0, this.#end);
  }

  /** By the plain decoder: the rare types, nulls, and all that is wrong. */
  #readPlainly(): Reply | undefined {
    if (this.#lineEnd() < 0 && this.#end - this.#at <= this.#limits.maxLineBytes)
      return this.#waitForLine();
    const parsed = this.#placed(() =>
      parseResp(this.#present, this.#at, this.#limits, this.#levels.length, this.#valueStart),
    );
    if (parsed === undefined) return this.#waitForLine();
    this.#at = parsed.end;
    return toReply(parsed.value);
  }

  #begin(type: number): Reply | typeof BEGUN | undefined {
    const start = this.#readNumber(this.#at + 1);
    const count = this.#number;
    if (start < 0 || count > this.#limits.maxCount || this.#isTooLarge(start)) {
      return this.#readNull();
    }
    const { maxDepth } = this.#limits;
    if (this.#levels.length >= maxDepth) {
      throw wrong(`at most ${maxDepth} levels`, String.fromCharCode(type), this.#base + this.#at);
    }
    this.#at = start;
    if (count === 0) return type === ATTRIBUTES ? BEGUN : finish(type, []); // none to leave out
    const missing = type === MAP || type === ATTRIBUTES ? 2 * count : count;
    this.#levels.push({ type, missing, values: [] });
    return BEGUN;
  }

  /** An aggregate's line that is no count: a null array, an error, or not complete. */
  #readNull(): Reply | undefined {
    const end = this.#lineEnd();
    if (end < 0) return this.#waitForLine();
    const line = this.#bytes.subarray(0, end + 1);
    const parsed = this.#placed(() =>
      parseResp(line, this.#at, this.#limits, this.#levels.length, this.#valueStart),
    );
    this.#at = end + 1;
    return parsed === undefined ? undefined : toReply(parsed.value);
  }

  /** Errors name bytes of the stream, and not of what is left of it. */
  #placed<Result>(parse: () => Result): Result {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof RespError)) throw error;
      throw error.moved(this.#base).within(this.#present, this.#base);
    }
  }

  #place(reply: Reply): Reply | undefined {
    let placed = reply;
    for (;;) {
      const level = this.#levels.at(-1);
      if (level === undefined) return placed;
      level.values.push(placed);
      if (--level.missing > 0) return undefined;
      this.#levels.pop();
      if (level.type === ATTRIBUTES) return undefined; // they belong to the value that follows, and are left out
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
  return type === ARRAY || type === MAP || type === SET || type === PUSH || type === ATTRIBUTES;
}

function finish(type: number, values: Reply[]): Reply {
  if (type === PUSH) return new RespPush(values);
  if (type !== MAP && type !== ATTRIBUTES) return values;
  const map = new Map<Reply, Reply>();
  for (let n = 0; n + 1 < values.length; n += 2) map.set(values[n] ?? null, values[n + 1] ?? null);
  return map;
}

// The decoder that a connection uses: bytes in as they come, values out as they become
// complete. While a value is not complete, only its bytes are kept, and a stack of how
// much is missing; then the plain decoder reads it, once.

import { ByteQueue } from '@bytes-up/byte-queue';
import { bulkLength, isAggregate, isBulk, isPairs, isWhole } from './line/lines';
import { memberCount, wholeValue, wrong } from './line/lines';
import { splitInline } from './line/inline';
import { RespError } from './line/resp-error';
import { bulkValue, parseResp, tooLarge, tooLong } from './parse';
import { DEFAULT_RESP_LIMITS, type RespLimits, type RespValue } from './value';

const CR = 0x0d;
const LF = 0x0a;

export interface RespDecoderOptions extends Partial<RespLimits> {
  /**
   * Read as a server does: an array is a command and holds bulk strings, an array without
   * members is no command but a null or an empty array, and a line that does not begin
   * with `*` is a command of words. Default: false.
   */
  readonly inline?: boolean;
}

/**
 * What a line or the bytes of a bulk were: a whole value, or the beginning of one; `wait`
 * for more bytes.
 */
type Step = 'wait' | 'whole' | 'begun' | 'attributes' | RespValue;

export class RespDecoder {
  readonly #limits: RespLimits;
  readonly #inline: boolean;
  /**
   * Bytes that were not looked at, and how many of them are known to hold no line end.
   */
  readonly #unread = new ByteQueue();
  #searched = 0;
  /** The bytes of the value in progress that were looked at. */
  readonly #seen = new ByteQueue();
  /** The bulk that is being read. Its length was checked; its room is taken as its bytes come. */
  #bulk: { readonly type: string; readonly length: number } | undefined;
  /**
   * Members that are missing, of each aggregate that is open; and which of those are
   * attributes.
   */
  readonly #levels: { missing: number; readonly isAttributes: boolean }[] = [];
  /**
   * Where in the stream the next byte to look at stands, and where the value began that
   * is being read, its outermost one.
   */
  #position = 0;
  #valueAt = 0;
  /** The value was not whole in the chunk that it began in. */
  #isCut = false;
  #failure: Error | undefined;
  /** The line or the bulk that was read last, for the picture of an error. */
  #piece: Buffer | undefined;

  constructor({ inline = false, ...limits }: RespDecoderOptions = {}) {
    this.#limits = { ...DEFAULT_RESP_LIMITS, ...limits };
    this.#inline = inline;
  }

  /** Bytes of the stream. They are kept, not copied: the caller must not write to them afterwards. */
  push(chunk: Buffer): void {
    this.#unread.append(chunk);
  }

  /**
   * Bytes that have come and were not given out. What is kept for them is little more.
   */
  get bufferedBytes(): number {
    return this.#unread.length + this.#seen.length;
  }

  /** Nothing has begun: all that came was given out. */
  get isEmpty(): boolean {
    return this.bufferedBytes === 0;
  }

  // #region next
  /** The next complete value; undefined until more bytes come. @throws RespError, from then on at every call */
  next(): RespValue | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      const value = this.#atOnce() ?? this.#inPieces();
      if (value !== undefined) this.#begin();
      return value;
    } catch (error) {
      const piece = this.#piece;
      const isShown = error instanceof RespError && piece !== undefined;
      this.#failure = isShown
        ? error.within(piece, this.#position - piece.length)
        : (error as Error);
      throw this.#failure;
    }
  }

  /** Line by line and bulk by bulk, until nothing is missing. */
  #inPieces(): RespValue | undefined {
    for (;;) {
      const step = this.#bulk === undefined ? this.#readLine() : this.#readBulk();
      if (step === 'wait') return undefined;
      if (typeof step === 'object') return step;
      if (step !== 'begun' && this.#place(step)) {
        const bytes = this.#seen.take(this.#seen.length);
        return parseResp(bytes, 0, this.#limits)?.value;
      }
    }
  }

  /**
   * A value was whole: it is a member of what is open.
   * @returns whether nothing is missing any more
   */
  #place(step: 'whole' | 'attributes'): boolean {
    let isMember = step === 'whole'; // an attribute belongs to the value that follows it
    for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
      if (isMember) level.missing--;
      if (level.missing > 0) return false;
      this.#levels.pop();
      isMember = !level.isAttributes;
    }
    return true;
  }
  // #endregion next

  // #region at-once
  /**
   * Most values are whole in the chunk that they begin in: they are read from it. It is
   * tried once, or it would be quadratic.
   */
  #atOnce(): RespValue | undefined {
    const { front } = this.#unread;
    if (this.#isCut || front.length === 0) return undefined;
    this.#isCut = true;
    const parsed = this.#parse(front);
    if (parsed === undefined || (this.#inline && !isCommand(parsed.value))) return undefined;
    this.#unread.take(parsed.end);
    this.#position += parsed.end;
    return parsed.value;
  }

  #parse(front: Buffer) {
    try {
      return parseResp(front, 0, this.#limits);
    } catch (error) {
      if (!(error instanceof RespError)) throw error;
      return undefined; // it may be an inline command; if not, the way in pieces finds the same
    }
  }
  // #endregion at-once

  #begin(): void {
    this.#valueAt = this.#position;
    this.#isCut = false;
    this.#piece = undefined;
  }

  // #region line
  #readLine(): Step {
    const lineAt = this.#position;
    const line = this.#takeLine();
    if (line === undefined) return 'wait';
    const type = line.toString('latin1', 0, 1);
    this.#checkValue(0);
    if (this.#inline && this.#levels.length === 0 && type !== '*') {
      const command = splitInline(line, lineAt);
      this.#seen.clear();
      if (command === undefined) this.#begin();
      return command ?? 'begun';
    }
    const text = line.toString('utf8', 1, line.length - 2);
    if (line.length < 2 || line[line.length - 2] !== CR) {
      throw wrong('CR LF', text, lineAt + line.length - 1);
    }
    if (this.#inline) this.#checkCommand(type, text, lineAt);
    if (isWhole(type)) {
      wholeValue(type, text, lineAt); // for what is wrong in it
      return 'whole';
    }
    if (isBulk(type)) return this.#beginBulk(type, bulkLength(type, text, lineAt, this.#limits));
    if (!isAggregate(type)) throw wrong('a type', type, lineAt);
    if (this.#inline && /^-\d{1,15}$/.test(text)) {
      this.#seen.clear();
      return { type: '*', value: null }; // Redis takes any number below zero
    }
    return this.#beginAggregate(type, memberCount(type, text, lineAt, this.#limits), lineAt);
  }

  /** Every word of a command is a bulk string. */
  #checkCommand(type: string, text: string, lineAt: number): void {
    if (this.#levels.length === 0 || (type === '$' && text !== '-1')) return;
    throw wrong('a bulk string, as each word of a command', type + text, lineAt);
  }

  #beginBulk(type: string, length: number | null): Step {
    if (length === null) return 'whole';
    this.#checkValue(length + 2);
    this.#bulk = { type, length };
    return 'begun';
  }

  /** @param more bytes that were announced */
  #checkValue(more: number): void {
    const bytes = this.#position - this.#valueAt + more;
    if (bytes > this.#limits.maxValueBytes) throw tooLarge(this.#limits, this.#valueAt);
  }

  #beginAggregate(type: string, count: number | null, lineAt: number): Step {
    const { maxDepth } = this.#limits;
    if (count !== null && this.#levels.length >= maxDepth)
      throw wrong(`at most ${maxDepth} levels`, type, lineAt);
    const isAttributes = type === '|';
    if (count === null || count === 0) return isAttributes ? 'attributes' : 'whole';
    this.#levels.push({ missing: isPairs(type) ? 2 * count : count, isAttributes });
    return 'begun';
  }
  // #endregion line

  // #region bulk
  #readBulk(): Step {
    const { type, length } = this.#bulk ?? { type: '$', length: 0 };
    if (this.#unread.length < length + 2) return 'wait';
    const bulkAt = this.#position;
    const bytes = this.#look(length + 2);
    this.#bulk = undefined;
    const after = bytes.toString('latin1', length);
    if (after !== '\r\n') throw wrong('CR LF after the bytes', after, bulkAt + length);
    if (type === '=') bulkValue(type, bytes.subarray(0, length), bulkAt); // for what is wrong in it
    return 'whole';
  }
  // #endregion bulk

  /** A line with its end; undefined while it has none. */
  #takeLine(): Buffer | undefined {
    const { maxLineBytes } = this.#limits;
    const newline = this.#unread.indexOf(LF, this.#searched);
    const bytes = newline < 0 ? this.#unread.length : newline;
    if (bytes > maxLineBytes) throw tooLong(this.#limits, this.#position);
    this.#searched = newline < 0 ? bytes : 0;
    return newline < 0 ? undefined : this.#look(newline + 1);
  }

  /** Moves bytes to those of the value in progress. */
  #look(count: number): Buffer {
    const bytes = this.#unread.take(count);
    this.#seen.append(bytes);
    this.#position += count;
    this.#piece = bytes;
    return bytes;
  }
}

/** An array of bulk strings; possibly of none. */
function isCommand(value: RespValue): boolean {
  if (value.type !== '*') return false;
  return value.value?.every((word) => word.type === '$' && word.value !== null) ?? true;
}

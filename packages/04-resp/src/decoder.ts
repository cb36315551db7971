// The decoder that a connection uses: bytes in as they come, values out as they become complete. Each byte is looked at once,
// whatever the pieces: a list of lines and bulks in progress stands on a stack of its own.

import { bulkLength, isAggregate, isBulk, isPairs, isWhole } from './lines';
import { memberCount, wholeValue, wrong } from './lines';
import { splitInline } from './inline';
import { RespError } from './resp-error';
import { aggregate, bulkValue, tooLarge, tooLong } from './parse';
import { DEFAULT_RESP_LIMITS, type RespLimits, type RespValue } from './value';

const CR = 0x0d;
const LF = 0x0a;
const TYPES = '+-:_#,($!=*~>%|';

export interface RespDecoderOptions extends Partial<RespLimits> {
  /** Take a line that begins with no type for a command of words, as a server does. Default: false. */
  readonly inline?: boolean;
}

/** An aggregate that is not complete. */
interface Level {
  readonly type: string;
  /** Members that are missing. */
  missing: number;
  readonly values: RespValue[];
}

export class RespDecoder {
  readonly #limits: RespLimits;
  readonly #inline: boolean;
  #chunks: Buffer[] = [];
  /** Where the first byte of the first chunk stands in the stream, and the next byte to look at in that chunk. */
  #offset = 0;
  #at = 0;
  /** Pieces of the line or the bulk that is being read, and how many bytes they are. */
  #pieces: Buffer[] = [];
  #bytes = 0;
  /** The bulk that is being read. Its length was checked; its room is taken as its bytes come. */
  #bulk: { readonly type: string; readonly length: number } | undefined;
  readonly #levels: Level[] = [];
  /** Where the value began that is being read, its outermost one. */
  #valueAt = 0;
  #failure: Error | undefined;
  /** The line or the bulk that was read last, for the picture of an error. */
  #piece: Buffer | undefined;
  #pieceAt = 0;

  constructor({ inline = false, ...limits }: RespDecoderOptions = {}) {
    this.#limits = { ...DEFAULT_RESP_LIMITS, ...limits };
    this.#inline = inline;
  }

  /** Bytes of the stream. They are kept, not copied: the caller must not write to them afterwards. */
  push(chunk: Buffer): void {
    if (chunk.length > 0) this.#chunks.push(chunk);
  }

  /** Nothing has begun: all that came was given out. */
  get isEmpty(): boolean {
    return this.#bytes === 0 && this.#levels.length === 0 && !this.#bulk && !this.#chunks.length;
  }

  // #region next
  /** The next complete value; undefined until more bytes come. @throws RespError, from then on at every call */
  next(): RespValue | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      for (;;) {
        const value = this.#bulk === undefined ? this.#readLine() : this.#readBulk();
        if (value === undefined) return undefined;
        const complete = value === 'more' ? undefined : this.#place(value);
        if (complete === undefined) continue;
        this.#valueAt = this.#position;
        return complete;
      }
    } catch (error) {
      const piece = this.#piece;
      const isShown = error instanceof RespError && piece !== undefined;
      this.#failure = isShown ? error.within(piece, this.#pieceAt) : (error as Error);
      throw this.#failure;
    }
  }

  /** Puts a value where it belongs. @returns it, or the aggregate that it completes, if that is a whole value */
  #place(value: RespValue): RespValue | undefined {
    let placed = value;
    for (;;) {
      const level = this.#levels.at(-1);
      if (level === undefined) return placed;
      level.values.push(placed);
      if (placed.type !== '|') level.missing--; // an attribute belongs to the value that follows it
      if (level.missing > 0) return undefined;
      this.#levels.pop();
      placed = aggregate(level.type, level.values);
    }
  }
  // #endregion next

  // #region line
  #readLine(): RespValue | 'more' | undefined {
    const lineAt = this.#position - this.#bytes;
    const line = this.#takeLine(lineAt);
    if (line === undefined) return undefined;
    const type = line.toString('latin1', 0, 1);
    this.#checkValue(0);
    if (this.#inline && this.#levels.length === 0 && !TYPES.includes(type)) {
      return splitInline(line, lineAt) ?? 'more';
    }
    const text = line.toString('utf8', 1, line.length - 2);
    if (line.length < 2 || line[line.length - 2] !== CR) {
      throw wrong('CR LF', text, lineAt + line.length - 1);
    }
    if (isWhole(type)) return wholeValue(type, text, lineAt);
    if (isBulk(type)) return this.#beginBulk(type, bulkLength(type, text, lineAt, this.#limits));
    if (!isAggregate(type)) throw wrong('a type', type, lineAt);
    return this.#beginAggregate(type, memberCount(type, text, lineAt, this.#limits), lineAt);
  }

  #beginBulk(type: string, length: number | null): RespValue | 'more' {
    if (length === null) return { type: '$', value: null };
    this.#checkValue(length + 2);
    this.#bulk = { type, length };
    return 'more';
  }

  /** @param more bytes that were announced */
  #checkValue(more: number): void {
    const bytes = this.#position - this.#valueAt + more;
    if (bytes > this.#limits.maxValueBytes) throw tooLarge(this.#limits, this.#valueAt);
  }

  #beginAggregate(type: string, count: number | null, lineAt: number): RespValue | 'more' {
    if (count === null) return { type: '*', value: null };
    const { maxDepth } = this.#limits;
    if (this.#levels.length >= maxDepth) throw wrong(`at most ${maxDepth} levels`, type, lineAt);
    if (count === 0) return aggregate(type, []);
    this.#levels.push({ type, missing: isPairs(type) ? 2 * count : count, values: [] });
    return 'more';
  }
  // #endregion line

  // #region bulk
  #readBulk(): RespValue | undefined {
    const { type, length } = this.#bulk ?? { type: '$', length: 0 };
    const bulkAt = this.#position - this.#bytes;
    if (!this.#collect(length + 2)) return undefined;
    const bytes = this.#joined();
    this.#bulk = undefined;
    const after = bytes.toString('latin1', length);
    if (after !== '\r\n') throw wrong('CR LF after the bytes', after, bulkAt + length);
    return bulkValue(type, bytes.subarray(0, length), bulkAt);
  }
  // #endregion bulk

  /** Where the next byte to look at stands in the stream. */
  get #position(): number {
    return this.#offset + this.#at;
  }

  /** A line with its end, in one piece; undefined while it has none. */
  #takeLine(lineAt: number): Buffer | undefined {
    for (let chunk = this.#chunks[0]; chunk !== undefined; chunk = this.#chunks[0]) {
      const newline = chunk.indexOf(LF, this.#at);
      const end = newline < 0 ? chunk.length : newline + 1;
      const bytes = this.#bytes + end - this.#at - (newline < 0 ? 0 : 1);
      if (bytes > this.#limits.maxLineBytes) throw tooLong(this.#limits, lineAt);
      this.#take(chunk, end);
      if (newline >= 0) return this.#joined();
    }
    return undefined;
  }

  /** Takes bytes until there are so many. @returns whether there are */
  #collect(wanted: number): boolean {
    for (let chunk = this.#chunks[0]; chunk !== undefined; chunk = this.#chunks[0]) {
      this.#take(chunk, Math.min(chunk.length, this.#at + wanted - this.#bytes));
      if (this.#bytes === wanted) return true;
    }
    return this.#bytes === wanted;
  }

  /** Moves the bytes of the first chunk up to `end` to the pieces. */
  #take(chunk: Buffer, end: number): void {
    this.#pieces.push(chunk.subarray(this.#at, end));
    this.#bytes += end - this.#at;
    this.#at = end;
    if (end < chunk.length) return;
    this.#chunks.shift();
    this.#offset += chunk.length;
    this.#at = 0;
  }

  #joined(): Buffer {
    this.#pieceAt = this.#position - this.#bytes;
    const [first] = this.#pieces;
    const joined = this.#pieces.length === 1 && first ? first : Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#bytes = 0;
    this.#piece = joined;
    return joined;
  }
}

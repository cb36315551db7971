// The decoder that a connection uses: bytes go in as they arrive, values come out as they
// become complete. Until a value is complete, only its bytes are kept, and a stack that
// counts what is missing. Then the plain decoder parses it, once.

import { ByteQueue } from '@bytes-up/byte-queue';
import { parseHeader, type Header } from './line/header';
import { splitInline } from './line/inline';
import { wholeCommand } from './line/whole-command';
import { lineTooLong, RespError, unexpected, valueTooLarge } from './line/resp-error';
import { bulkValue, checkDepth, parseResp } from './parse';
import { DEFAULT_RESP_LIMITS, type RespLimits, type RespValue } from './value';

const CR = 0x0d;
const LF = 0x0a;

export interface RespDecoderOptions extends Partial<RespLimits> {
  /**
   * Read as a server does: an array is a command, so its members must be bulk strings; an
   * empty or a null array is passed on; and a line that does not begin with `*` is a
   * command of words, typed by hand. Default: false.
   */
  readonly inline?: boolean;
}

/** What one line, or the bytes of one bulk string, turned out to be. */
type Step =
  | { readonly kind: 'wait' } // not complete: more bytes must arrive
  | { readonly kind: 'open' } // the beginning of a value: go on
  | { readonly kind: 'member'; readonly isAttribute: boolean } // a complete value
  | { readonly kind: 'value'; readonly value: RespValue }; // one that needs no parsing

const WAIT: Step = { kind: 'wait' };
const OPEN: Step = { kind: 'open' };
const MEMBER: Step = { kind: 'member', isAttribute: false };
const ATTRIBUTE: Step = { kind: 'member', isAttribute: true };

export class RespDecoder {
  readonly #limits: RespLimits;
  readonly #inline: boolean;
  /** Bytes that were not examined, and how many of them are known to hold no line end. */
  readonly #unread = new ByteQueue();
  #searched = 0;
  /** The examined bytes of the value in progress. */
  readonly #seen = new ByteQueue();
  /** The bulk string in progress. Its length was checked; its bytes may be missing. */
  #bulk: Extract<Header, { kind: 'bulk' }> | undefined;
  /** The open aggregates, outermost first, and how many members each still misses. */
  readonly #levels: { missing: number; readonly isAttribute: boolean }[] = [];
  /** Offsets in the stream: of the next byte to examine, and of the outermost value. */
  #position = 0;
  #valueAt = 0;
  /** The value did not end in the chunk that it began in. */
  #isCut = false;
  #failure: Error | undefined;
  /** The line or bulk string that was read last, for the picture of an error. */
  #piece: Buffer | undefined;

  constructor({ inline = false, ...limits }: RespDecoderOptions = {}) {
    this.#limits = { ...DEFAULT_RESP_LIMITS, ...limits };
    this.#inline = inline;
  }

  /** Bytes of the stream. They are kept, not copied: do not write to them afterwards. */
  push(chunk: Buffer): void {
    this.#unread.append(chunk);
  }

  /** Bytes that arrived and were not returned. The decoder needs little more memory. */
  get bufferedBytes(): number {
    return this.#unread.length + this.#seen.length;
  }

  /** No value is in progress. */
  get isEmpty(): boolean {
    return this.bufferedBytes === 0;
  }

  // #region next
  /**
   * The next complete value; undefined until more bytes arrive.
   * @throws RespError, and from then on the same one at every call
   */
  next(): RespValue | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      const value = this.#atOnce() ?? this.#inPieces();
      if (value !== undefined) this.#begin();
      return value;
    } catch (error) {
      this.#failure = this.#withPicture(error as Error);
      throw this.#failure;
    }
  }

  /** Line by line and bulk string by bulk string, until nothing is missing. */
  #inPieces(): RespValue | undefined {
    for (;;) {
      const step = this.#bulk === undefined ? this.#readLine() : this.#readBulk(this.#bulk);
      switch (step.kind) {
        case 'wait':
          return undefined;
        case 'value':
          return step.value;
        case 'open':
          continue;
        case 'member':
          if (this.#isLastMissing(step.isAttribute)) return this.#parseSeen();
      }
    }
  }

  /** Counts a complete value as a member of the innermost open aggregate. */
  #isLastMissing(isAttribute: boolean): boolean {
    let isMember = !isAttribute; // an attribute belongs to the value that follows it
    for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
      if (isMember) level.missing--;
      if (level.missing > 0) return false;
      this.#levels.pop(); // it is complete, and may itself be the last member of another
      isMember = !level.isAttribute;
    }
    return true;
  }

  #parseSeen(): RespValue | undefined {
    return parseResp(this.#seen.take(this.#seen.length), 0, this.#limits)?.value;
  }
  // #endregion next

  // #region at-once
  /**
   * Most values end in the chunk that they begin in, and are parsed right there. This is
   * tried once per value: trying it for every chunk would be quadratic.
   */
  #atOnce(): RespValue | undefined {
    const chunk = this.#isCut ? undefined : this.#unread.firstChunk;
    if (chunk === undefined) return undefined;
    this.#isCut = true;
    const { bytes, at } = chunk;
    const parsed = this.#inline ? wholeCommand(bytes, at, this.#limits) : this.#parse(bytes, at);
    if (parsed === undefined) return undefined;
    this.#unread.drop(parsed.end - at);
    this.#position += parsed.end - at;
    return parsed.value;
  }

  #parse(bytes: Buffer, at: number) {
    try {
      return parseResp(bytes, at, this.#limits);
    } catch (error) {
      if (!(error instanceof RespError)) throw error;
      return undefined; // #inPieces finds the same error
    }
  }
  // #endregion at-once

  #begin(): void {
    this.#valueAt = this.#position;
    this.#isCut = false;
    this.#piece = undefined;
  }

  #withPicture(error: Error): Error {
    const piece = this.#piece;
    if (!(error instanceof RespError) || piece === undefined) return error;
    return error.within(piece, this.#position - piece.length);
  }

  // #region line
  #readLine(): Step {
    const lineAt = this.#position;
    const line = this.#takeLine();
    if (line === undefined) return WAIT;
    this.#checkValueBytes(0);
    const byte = line.toString('latin1', 0, 1);
    const isOutermost = this.#levels.length === 0;
    if (this.#inline && isOutermost && byte !== '*') return this.#takeInline(line, lineAt);
    const text = line.toString('utf8', 1, line.length - 2);
    if (line.length < 2 || line[line.length - 2] !== CR) {
      throw unexpected('CR LF', text, lineAt + line.length - 1);
    }
    if (this.#inline && isOutermost && /^-\d{1,15}$/.test(text)) {
      this.#seen.clear(); // Redis accepts every negative count as a null array
      return { kind: 'value', value: { type: 'array', value: null } };
    }
    if (this.#inline && !isOutermost && (byte !== '$' || text === '-1'))
      throw unexpected('a bulk string, as each word of a command', byte + text, lineAt);
    return this.#enter(parseHeader(byte, text, lineAt, this.#limits), lineAt);
  }

  #enter(header: Header, lineAt: number): Step {
    switch (header.kind) {
      case 'complete':
        return MEMBER;
      case 'bulk':
        this.#checkValueBytes(header.length + 2);
        this.#bulk = header;
        return OPEN;
      case 'list':
        return this.#open(header, header.count, lineAt);
      case 'pairs':
        return this.#open(header, 2 * header.count, lineAt);
    }
  }

  #open(header: Extract<Header, { count: number }>, missing: number, lineAt: number): Step {
    checkDepth(header, this.#levels.length, lineAt, this.#limits);
    const isAttribute = header.type === 'attribute';
    if (missing === 0) return isAttribute ? ATTRIBUTE : MEMBER;
    this.#levels.push({ missing, isAttribute });
    return OPEN;
  }
  // #endregion line

  #takeInline(line: Buffer, lineAt: number): Step {
    const value = splitInline(line, lineAt);
    this.#seen.clear();
    if (value !== undefined) return { kind: 'value', value };
    this.#begin(); // an empty line is skipped
    return OPEN;
  }

  /** @param announced bytes that are still to come */
  #checkValueBytes(announced: number): void {
    const bytes = this.#position - this.#valueAt + announced;
    if (bytes > this.#limits.maxValueBytes) throw valueTooLarge(this.#limits, this.#valueAt);
  }

  // #region bulk
  #readBulk({ type, length }: Extract<Header, { kind: 'bulk' }>): Step {
    if (this.#unread.length < length + 2) return WAIT;
    const bulkAt = this.#position;
    const bytes = this.#examine(length + 2);
    this.#bulk = undefined;
    const after = bytes.toString('latin1', length);
    if (after !== '\r\n') throw unexpected('CR LF after the bytes', after, bulkAt + length);
    bulkValue(type, bytes.subarray(0, length), bulkAt); // throws for a wrong format
    return MEMBER;
  }
  // #endregion bulk

  /** A line with its end; undefined until that arrives. */
  #takeLine(): Buffer | undefined {
    const newline = this.#unread.indexOf(LF, this.#searched);
    const bytes = newline < 0 ? this.#unread.length : newline;
    if (bytes > this.#limits.maxLineBytes) throw lineTooLong(this.#limits, this.#position);
    this.#searched = newline < 0 ? bytes : 0;
    return newline < 0 ? undefined : this.#examine(newline + 1);
  }

  /** Moves bytes to the value in progress. */
  #examine(count: number): Buffer {
    const bytes = this.#unread.take(count);
    this.#seen.append(bytes);
    this.#position += count;
    this.#piece = bytes;
    return bytes;
  }
}

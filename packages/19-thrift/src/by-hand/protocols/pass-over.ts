// Skips what the reader does not use: an unknown field, or a message that is incomplete.
// It stops where the bytes end and continues there in the next piece, so it examines each
// byte once, however the message is cut. A generator keeps its place.

import { MAX_DEPTH, ThriftError, Type } from './protocol';

/** Yields when the bytes have run out. next() continues in the next piece. */
export type Walk<Result = void> = Generator<void, Result, void>;

/** The current piece of a stream. */
export class Feed {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Bytes of the message before this piece. */
  #before: number;
  #from = 0;

  /**
   * @param maxBytes of a message
   * @param offset in the message where the walk begins
   */
  constructor(
    private readonly maxBytes: number,
    offset = 0,
  ) {
    this.#before = offset;
  }

  /** Sets the next piece: the bytes from an index on. The last one was used up. */
  give(bytes: Buffer, from: number): void {
    this.#before = this.offset;
    this.#bytes = bytes;
    this.#from = this.#at = from;
  }

  /** The position of the walk, as an index in this piece. */
  get at(): number {
    return this.#at;
  }

  /** The same position, in bytes from the beginning of the message. */
  get offset(): number {
    return this.#before + this.#at - this.#from;
  }

  /** The next byte; undefined if it has not arrived. */
  poll(): number | undefined {
    return this.#at < this.#bytes.length ? this.#bytes[this.#at++] : undefined;
  }

  *byte(): Walk<number> {
    let byte = this.poll();
    while (byte === undefined) {
      yield;
      byte = this.poll();
    }
    return byte;
  }

  /** Four bytes, big-endian. */
  *int32(): Walk<number> {
    let value = 0;
    for (let n = 0; n < 4; n++) value = (value << 8) | (this.poll() ?? (yield* this.byte()));
    return value;
  }

  /**
   * Skips this many bytes without examining them.
   * @throws ThriftError if they are too many, before one is taken
   */
  *skip(count: number): Walk {
    if (this.offset + count > this.maxBytes) throw tooLong(this.offset, this.maxBytes);
    for (let left = count; ;) {
      const here = Math.min(left, this.#bytes.length - this.#at);
      this.#at += here;
      left -= here;
      if (left === 0) return;
      yield;
    }
  }

  /**
   * Checks a length or a count: each member has at least one byte.
   * @throws ThriftError
   */
  possible(value: number): number {
    if (value < 0 || value > this.maxBytes)
      throw new ThriftError(this.offset, `a length from 0 to ${this.maxBytes}`, value);
    return value;
  }
}

/** An open struct, list, set or map. */
interface Level {
  /** The types of the members, in turn. The fields of a struct carry their own. */
  readonly types?: readonly number[];
  /** Members that are missing. */
  left: number;
}

/** How a protocol encodes what is to be skipped. Types are those of `Type`. */
export interface Grammar {
  /** Skips the header of a message. */
  head(feed: Feed): Walk;
  /**
   * Skips the header of a field.
   * @returns its type; undefined at the end of the struct
   */
  field(feed: Feed): Walk<number | undefined>;
  /**
   * The width of a type in bytes; undefined if it varies. A bool field has another one.
   */
  width(type: number, isField: boolean): number | undefined;
  /**
   * Skips a number or a string without a fixed width.
   * @throws ThriftError for an invalid type
   */
  scalar(feed: Feed, type: number): Walk;
  /** Reads the header of a list, a set or a map. */
  members(feed: Feed, type: number): Walk<Members>;
}

export interface Members {
  readonly count: number;
  readonly types: readonly number[];
}

// #region pass
/**
 * Skips the value of a field. Open structs and lists are on our own stack, with at most
 * MAX_DEPTH levels.
 * @throws ThriftError
 */
export function* passOver(feed: Feed, grammar: Grammar, type: number): Walk {
  const levels: Level[] = [];
  for (let due: number | undefined = type; ;) {
    if (due !== undefined) {
      const isField = levels.at(-1)?.types === undefined;
      const begun: Level | undefined = yield* pass(feed, grammar, due, isField);
      if (begun !== undefined) levels.push(begun);
      if (levels.length > MAX_DEPTH)
        throw new ThriftError(feed.offset, `at most ${MAX_DEPTH} levels`, 'more');
    }
    const level = levels.at(-1);
    if (level === undefined) return;
    if (level.types === undefined) due = yield* grammar.field(feed);
    else due = level.left === 0 ? undefined : level.types[level.left-- % level.types.length];
    if (due === undefined) levels.pop();
  }
}

/** @returns the new level, if the value has members that are skipped one by one */
function* pass(
  feed: Feed,
  grammar: Grammar,
  type: number,
  isField: boolean,
): Walk<Level | undefined> {
  if (type === Type.STRUCT) return { left: 0 };
  const width = grammar.width(type, isField);
  if (width !== undefined) return void (yield* feed.skip(width));
  if (type !== Type.LIST && type !== Type.SET && type !== Type.MAP)
    return void (yield* grammar.scalar(feed, type));
  const { count, types } = yield* grammar.members(feed, type);
  const widths = types.map((one) => grammar.width(one, false) ?? NaN);
  const each = widths.reduce((sum, one) => sum + one, 0);
  if (Number.isNaN(each)) return { types, left: count * types.length };
  return void (yield* feed.skip(count * each)); // a million bools in one step
}
// #endregion pass

/** Walks through a whole message. */
export function* passMessage(feed: Feed, grammar: Grammar): Walk {
  yield* grammar.head(feed);
  yield* passOver(feed, grammar, Type.STRUCT);
}

// #region end
/** Finds the end of a message without a frame, as its bytes arrive. */
export class MessageEnd {
  readonly #feed: Feed;
  readonly #walk: Walk;

  /** @param walk skips one message */
  constructor(
    walk: (feed: Feed) => Walk,
    private readonly maxBytes: number,
  ) {
    this.#feed = new Feed(maxBytes);
    this.#walk = walk(this.#feed);
  }

  /**
   * @returns the index after the last byte of the message; undefined if it continues in
   * the next piece
   * @throws ThriftError, also for a message that is too long, before this piece is kept
   */
  find(piece: Buffer, from: number): number | undefined {
    this.#feed.give(piece, from);
    const { done } = this.#walk.next();
    if (this.#feed.offset > this.maxBytes) throw tooLong(this.#feed.offset, this.maxBytes);
    return done === true ? this.#feed.at : undefined;
  }
}
// #endregion end

function tooLong(offset: number, maxBytes: number): ThriftError {
  return new ThriftError(offset, `a message of at most ${maxBytes} bytes`, 'more');
}

// Skips what the reader does not use: an unknown field, or a message that is not whole yet.
// It stops where the bytes stop and goes on from there in the next piece, so each byte is
// looked at once, however the message is cut. A generator keeps the place.

import { MAX_DEPTH, ThriftError, Type } from './protocol';

/** Yields when the bytes have run out; next() goes on in the next piece. */
export type Walk<Result = void> = Generator<void, Result, void>;

/** The piece of a stream that is looked at now. */
export class Feed {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Bytes of the message before this piece. */
  #before: number;
  #from = 0;

  /**
   * @param maxBytes a longer message is refused
   * @param offset where in the message the walk begins
   */
  constructor(
    private readonly maxBytes: number,
    offset = 0,
  ) {
    this.#before = offset;
  }

  /** The next piece: the bytes from an index on. The one before was used up. */
  give(bytes: Buffer, from: number): void {
    this.#before = this.offset;
    this.#bytes = bytes;
    this.#from = this.#at = from;
  }

  /** How far the walk has come: the index in this piece. */
  get at(): number {
    return this.#at;
  }

  /** The same in bytes from the message's beginning. */
  get offset(): number {
    return this.#before + this.#at - this.#from;
  }

  /** The next byte; undefined when it has not come. */
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
   * Passes over so many bytes without a look at them.
   * @throws ThriftError before one is taken, when they are too many
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
   * A length or a count that has to be possible: each member has a byte at least.
   * @throws ThriftError
   */
  possible(value: number): number {
    if (value < 0 || value > this.maxBytes)
      throw new ThriftError(this.offset, `a length from 0 to ${this.maxBytes}`, value);
    return value;
  }
}

/** A struct, a list, a set or a map that has begun. */
interface Level {
  /** The types of the members, in turn; a struct's fields say their own. */
  readonly types?: readonly number[];
  /** Members that are missing. */
  left: number;
}

/** How a protocol writes what is to be passed over. Types are those of `Type`. */
export interface Grammar {
  /** What stands before the arguments of a message. */
  head(feed: Feed): Walk;
  /** A field's type and number. @returns the type; undefined at the end of the struct */
  field(feed: Feed): Walk<number | undefined>;
  /**
   * Bytes of a type that always has as many; undefined for the others. A bool has its own
   * number as a field.
   */
  width(type: number, isField: boolean): number | undefined;
  /**
   * A number or a string that has no fixed width.
   * @throws ThriftError for what is no type
   */
  scalar(feed: Feed, type: number): Walk;
  /** What stands before the members of a list, a set or a map. */
  members(feed: Feed, type: number): Walk<Members>;
}

export interface Members {
  readonly count: number;
  readonly types: readonly number[];
}

// #region pass
/**
 * Passes over one field's value. What is open stands on a stack of our own, MAX_DEPTH
 * levels at most.
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

/**
 * @returns the level that begins, if the value has members to be passed over one by one
 */
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
  return void (yield* feed.skip(count * each)); // a million bools are one step
}
// #endregion pass

/** The walk through a whole message. */
export function* passMessage(feed: Feed, grammar: Grammar): Walk {
  yield* grammar.head(feed);
  yield* passOver(feed, grammar, Type.STRUCT);
}

// #region end
/** Where a message ends that has no frame, found as its bytes come. */
export class MessageEnd {
  readonly #feed: Feed;
  readonly #walk: Walk;

  /** @param walk passes over one message */
  constructor(
    walk: (feed: Feed) => Walk,
    private readonly maxBytes: number,
  ) {
    this.#feed = new Feed(maxBytes);
    this.#walk = walk(this.#feed);
  }

  /**
   * @returns the index behind the message's last byte; undefined when it goes on in the
   * next piece
   * @throws ThriftError, also for a message that has become too long: before this piece of
   * it is kept
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

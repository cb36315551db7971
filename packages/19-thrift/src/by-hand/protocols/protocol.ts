// What every Thrift protocol can say, and the numbers that they share (thrift/doc/specs).

/** A method's call, its reply, a failure of Thrift itself, a call without a reply. */
export const MessageType = { CALL: 1, REPLY: 2, EXCEPTION: 3, ONEWAY: 4 } as const;

/** The types as the binary protocol numbers them. */
export const Type = {
  STOP: 0,
  BOOL: 2,
  BYTE: 3,
  DOUBLE: 4,
  I16: 6,
  I32: 8,
  I64: 10,
  STRING: 11,
  STRUCT: 12,
  MAP: 13,
  SET: 14,
  LIST: 15,
} as const;

export interface Message {
  readonly name: string;
  /** See MessageType. */
  readonly type: number;
  readonly seqid: number;
}

export interface Field {
  /** See Type. */
  readonly type: number;
  readonly id: number;
}

export interface Writer {
  message(message: Message): void;
  structBegin(): void;
  field(field: Field): void;
  structEnd(): void;
  i32(value: number): void;
  double(value: number): void;
  string(value: string): void;
  /** All of it. */
  bytes(): Buffer;
}

export interface Reader {
  /** How far it has come, in bytes. */
  readonly offset: number;
  message(): Message;
  structBegin(): void;
  /** Undefined at the end of the struct. */
  field(): Field | undefined;
  structEnd(): void;
  i32(): number;
  double(): number;
  string(): string;
  /** Passes over a value that nobody here knows: so an old program reads a new message. */
  skip(type: number): void;
}

/** The bytes are those of a message, and end before it does. */
export class Underrun extends Error {
  override readonly name = 'Underrun';
}

/** The bytes are those of no message. */
export class ThriftError extends Error {
  override readonly name = 'ThriftError';

  constructor(
    readonly offset: number,
    expected: string,
    came: string | number,
  ) {
    super(`at byte ${offset}: expected ${expected}, got ${came}`);
  }
}

/** Values within values, at most. */
export const MAX_DEPTH = 64;

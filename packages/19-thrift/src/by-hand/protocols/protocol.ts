// The interface of every Thrift protocol, and the numbers that they share (chapter 19;
// see thrift/doc/specs).

/** A call, its reply, a failure of Thrift itself, and a call without a reply. */
export const MessageType = { CALL: 1, REPLY: 2, EXCEPTION: 3, ONEWAY: 4 } as const;

/** The types, with the numbers of the binary protocol. */
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
  /** All bytes written. */
  bytes(): Buffer;
}

export interface Reader {
  /** Bytes read so far. */
  readonly offset: number;
  message(): Message;
  structBegin(): void;
  /** Undefined at the end of the struct. */
  field(): Field | undefined;
  structEnd(): void;
  i32(): number;
  double(): number;
  string(): string;
  /** Skips an unknown value, so that an old program can read a new message. */
  skip(type: number): void;
}

/** The bytes are valid so far, but the message is incomplete. */
export class Underrun extends Error {
  override readonly name = 'Underrun';
}

/** The bytes are not a valid message. */
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

/** Maximum depth of nested values. */
export const MAX_DEPTH = 64;

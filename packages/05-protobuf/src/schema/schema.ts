// A parsed .proto file with its names resolved (chapter 05). The codecs and explain are
// driven by it.

// #region types
export const SCALARS = [
  'double',
  'float',
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'bool',
  'string',
  'bytes',
] as const;

export type Scalar = (typeof SCALARS)[number];

/** A scalar, an enum or a message; see `kind`. */
export type FieldType =
  { readonly kind: 'scalar'; readonly scalar: Scalar } | EnumType | MessageType;

/**
 * How a field can be absent or repeated. `implicit` is a proto3 field without a label,
 * for which absent and zero are the same.
 */
export type Presence = 'implicit' | 'explicit' | 'repeated' | 'map';

export interface Field {
  /** As in the file: `user_id`. */
  readonly name: string;
  /** The property of the JavaScript object: `userId`, as in protobuf's JSON. */
  readonly property: string;
  /** 1 to 536,870,911, without 19,000 to 19,999. */
  readonly number: number;
  /** For a map, its entry: a message with the fields `key` and `value`. */
  readonly type: FieldType;
  readonly presence: Presence;
  /** For repeated numbers: whether all are sent after a single key. */
  readonly packed: boolean;
  /** The oneof that the field is a member of. */
  readonly oneof: string | undefined;
}

export interface MessageType {
  readonly kind: 'message';
  /** The full name, with its package and enclosing messages: `shop.Order.Line`. */
  readonly name: string;
  /** Sorted by number, which is the order of encoding. */
  readonly fields: readonly Field[];
  readonly byNumber: ReadonlyMap<number, Field>;
  /** The members of each oneof. */
  readonly oneofs: ReadonlyMap<string, readonly Field[]>;
  /** Ranges of numbers that no field can use, inclusive at both ends. */
  readonly reserved: readonly (readonly [from: number, to: number])[];
}

export interface EnumType {
  readonly kind: 'enum';
  readonly name: string;
  /** Numbers by name. With `allow_alias`, two names can have the same number. */
  readonly values: ReadonlyMap<string, number>;
}

/** A method of a service. A stream is any number of messages. Used by chapter 18. */
export interface Method {
  readonly name: string;
  readonly input: MessageType;
  readonly output: MessageType;
  readonly inputStream: boolean;
  readonly outputStream: boolean;
}

export interface ServiceType {
  readonly name: string;
  readonly methods: ReadonlyMap<string, Method>;
}
// #endregion types

/** All types of one or more files, by full name. */
export class Schema {
  constructor(
    readonly messages: ReadonlyMap<string, MessageType>,
    readonly enums: ReadonlyMap<string, EnumType>,
    readonly services: ReadonlyMap<string, ServiceType>,
  ) {}

  /** @throws RangeError if the schema has no such type */
  message(name: string): MessageType {
    return this.#find(this.messages, 'message', name);
  }

  /** @throws RangeError if the schema has no such type */
  enum(name: string): EnumType {
    return this.#find(this.enums, 'enum', name);
  }

  /** @throws RangeError if the schema has no such type */
  service(name: string): ServiceType {
    return this.#find(this.services, 'service', name);
  }

  #find<T>(types: ReadonlyMap<string, T>, what: string, name: string): T {
    const found = types.get(name);
    if (found !== undefined) return found;
    const known = [...types.keys()].slice(0, 10).join(', ');
    throw new RangeError(`no ${what} ${name} in the schema, which has ${known || 'none'}`);
  }
}

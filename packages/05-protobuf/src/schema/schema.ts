// A parsed .proto file with its names resolved (chapter 05). It drives everything else in
// this package.

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

/** `kind` tells which: a scalar, an enum or a message. */
export type FieldType =
  { readonly kind: 'scalar'; readonly scalar: Scalar } | EnumType | MessageType;

/**
 * How often a field may be there. `implicit` is a proto3 field without a label: absent
 * and zero are the same.
 */
export type Presence = 'implicit' | 'explicit' | 'repeated' | 'map';

export interface Field {
  /** As in the file: `user_id`. */
  readonly name: string;
  /** The property of the object: `userId`, the name that protobuf's JSON has too. */
  readonly property: string;
  /** 1 to 536,870,911, without 19,000 to 19,999. */
  readonly number: number;
  /** Of a map: its entry, a message of the fields `key` and `value`. */
  readonly type: FieldType;
  readonly presence: Presence;
  /** Of a repeated field of numbers: all of them behind one key. */
  readonly packed: boolean;
  /** The oneof that it is a member of. */
  readonly oneof: string | undefined;
}

export interface MessageType {
  readonly kind: 'message';
  /** With its package and the messages around it: `shop.Order.Line`. */
  readonly name: string;
  /** In the order of their numbers, which is the order of encoding. */
  readonly fields: readonly Field[];
  readonly byNumber: ReadonlyMap<number, Field>;
  /** The members of each oneof. */
  readonly oneofs: ReadonlyMap<string, readonly Field[]>;
  /** Numbers that no field may have, from and to, both included. */
  readonly reserved: readonly (readonly [from: number, to: number])[];
}

export interface EnumType {
  readonly kind: 'enum';
  readonly name: string;
  /** Its numbers by name. Two names may have one number, with `allow_alias`. */
  readonly values: ReadonlyMap<string, number>;
}

/** One method of a service. A stream is any number of messages. Chapter 18 calls it. */
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

  /** @throws RangeError when there is none of this name */
  message(name: string): MessageType {
    return this.#find(this.messages, 'message', name);
  }

  /** @throws RangeError when there is none of this name */
  enum(name: string): EnumType {
    return this.#find(this.enums, 'enum', name);
  }

  /** @throws RangeError when there is none of this name */
  service(name: string): ServiceType {
    return this.#find(this.services, 'service', name);
  }

  #find<T>(types: ReadonlyMap<string, T>, what: string, name: string): T {
    const found = types.get(name);
    if (found !== undefined) return found;
    const known = [...types.keys()].slice(0, 10).join(', ');
    throw new RangeError(`no ${what} ${name} in the schema; there is ${known || 'none'}`);
  }
}

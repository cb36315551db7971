// Arbitrary messages of a type, for property tests. Decoding one after encoding it
// gives an equal message.

import fc from 'fast-check';
import { emptyMessage, zeroOf, type Message, type Value } from '../message/message';
import type { Field, FieldType, MessageType, Scalar } from '../schema/schema';

const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -300n, max: 300n }),
);
const uint64 = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: 0n, max: 300n }),
);
const int32 = fc.oneof(fc.integer(), fc.integer({ min: -300, max: 300 }));
const uint32 = fc.oneof(fc.nat(0xffff_ffff), fc.nat(300));
const string = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 50 }),
  fc.string({ maxLength: 200 }),
);

const scalars: Readonly<Record<Scalar, fc.Arbitrary<Value>>> = {
  double: fc.double(),
  float: fc.float(),
  int32,
  int64,
  uint32,
  uint64,
  sint32: int32,
  sint64: int64,
  fixed32: uint32,
  fixed64: uint64,
  sfixed32: int32,
  sfixed64: int64,
  bool: fc.boolean(),
  string,
  bytes: fc.uint8Array({ maxLength: 50 }),
};

/** @param depth the limit on nested messages */
export function messageOf(type: MessageType, depth = 2): fc.Arbitrary<Message> {
  const fields = type.fields.filter(({ oneof }) => oneof === undefined);
  const plain = fc.record(
    Object.fromEntries(fields.map((field) => [field.property, fieldOf(field, depth)])),
  );
  return [...type.oneofs.values()].reduce(
    (message, members) =>
      fc.tuple(message, memberOf(members, depth)).map(([a, b]) => ({ ...a, ...b })),
    plain as fc.Arbitrary<Message>,
  );
}

/** One member of a oneof, or none. */
function memberOf(members: readonly Field[], depth: number): fc.Arbitrary<Message> {
  const one = members.map((field) =>
    valueOf(field.type, depth).map((value) => ({ [field.property]: value })),
  );
  return fc.oneof(fc.constant({}), ...one);
}

function fieldOf({ type, presence }: Field, depth: number): fc.Arbitrary<Value> {
  switch (presence) {
    case 'implicit':
      return fc.oneof(fc.constant(zeroOf(type)), valueOf(type, depth));
    case 'explicit':
      return fc.oneof(fc.constant(undefined), valueOf(type, depth));
    case 'repeated':
      return fc.array(valueOf(type, depth), { maxLength: 5 });
    case 'map': {
      const [key, value] = (type as MessageType).fields as readonly [Field, Field];
      const entry = fc.tuple(valueOf(key.type, depth), valueOf(value.type, depth));
      return fc.array(entry, { maxLength: 4 }).map((entries) => new Map(entries));
    }
  }
}

function valueOf(type: FieldType, depth: number): fc.Arbitrary<Value> {
  if (type.kind === 'enum') return fc.oneof(fc.constantFrom(...type.values.values()), int32);
  if (type.kind === 'scalar') return scalars[type.scalar];
  return depth > 0 ? messageOf(type, depth - 1) : fc.constant(null).map(() => emptyMessage(type));
}

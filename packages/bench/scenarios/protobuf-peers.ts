// The peers of the protobuf scenario. Each is used as its documentation shows, with the
// schema read at run time, like ours.

import { create, createFileRegistry, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { Field, MessageType } from '@bytes-up/protobuf';
import protobufjs from 'protobufjs';
import { PROTO, schema, type Subject } from './protobuf-subjects';

/**
 * The encoder and the decoder of a library for one message. The object that is encoded is
 * the library's own, created beforehand.
 */
export interface Peer {
  readonly encode: () => Uint8Array;
  readonly decode: (bytes: Uint8Array) => object;
}

export function protobufJs({ type, withObjects }: Subject): Peer {
  const messageType = protobufjs.parse(PROTO).root.lookupType(type);
  const message = messageType.create(withObjects);
  return {
    encode: () => messageType.encode(message).finish(),
    decode: (bytes) => messageType.decode(bytes),
  };
}

export function protobufEs({ type, withObjects }: Subject): Peer {
  const set = create(FileDescriptorSetSchema, {
    file: [
      {
        name: 'bench.proto',
        package: 'bench',
        syntax: 'proto3',
        messageType: [...schema.messages.values()].map(descriptorOf),
        enumType: [...schema.enums.values()].map(({ name, values }) => ({
          name: lastOf(name),
          value: [...values].map(([value, number]) => ({ name: value, number })),
        })),
      },
    ],
  });
  const messageType = createFileRegistry(set).getMessage(type);
  if (messageType === undefined) throw new Error(`no message ${type}`);
  const message = create(messageType, withObjects);
  return {
    encode: () => toBinary(messageType, message),
    decode: (bytes) => fromBinary(messageType, bytes),
  };
}

const OPTIONAL = 1;
const REPEATED = 3;
const TYPE_NUMBERS = { double: 1, int32: 5, bool: 8, string: 9, message: 11, uint32: 13, enum: 14 };

/** The schema as a descriptor, because protobuf-es does not read .proto files. */
function descriptorOf({ name, fields }: MessageType): object {
  const entries = fields.filter(({ presence }) => presence === 'map');
  return {
    name: lastOf(name),
    field: fields.map((field) => fieldOf(field, name)),
    nestedType: entries.map((field) => ({
      ...descriptorOf(field.type as MessageType),
      name: `${field.property}Entry`,
      options: { mapEntry: true },
    })),
  };
}

function fieldOf({ name, property, number, presence, type }: Field, message: string): object {
  const kind = type.kind === 'scalar' ? type.scalar : type.kind;
  const own = type.kind === 'scalar' ? undefined : `.${type.name}`;
  return {
    name,
    jsonName: property,
    number,
    label: presence === 'repeated' || presence === 'map' ? REPEATED : OPTIONAL,
    type: TYPE_NUMBERS[kind as keyof typeof TYPE_NUMBERS],
    typeName: presence === 'map' ? `.${message}.${property}Entry` : own,
  };
}

function lastOf(name: string): string {
  return name.split('.').at(-1) ?? name;
}

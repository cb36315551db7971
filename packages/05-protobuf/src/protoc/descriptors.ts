// Lists the fields of protoc's FileDescriptorSet, to compare them with our schema. The
// set is decoded with this chapter's own codec and descriptor.proto.

import { decodeMessage } from '../message/decode';
import { wellKnown } from '../proto/load';
import type { Field, Schema } from '../schema/schema';

/** FieldDescriptorProto.Type, in the order of its numbers from 1. */
const TYPES =
  'double float int64 uint64 int32 fixed64 fixed32 bool string group message bytes uint32 enum sfixed32 sfixed64 sint32 sint64'.split(
    ' ',
  );
const REPEATED = 3;

/** One line for each field, method and enum value. */
export function linesOfDescriptors(set: Uint8Array): string[] {
  const type = wellKnown.options().message('google.protobuf.FileDescriptorSet');
  const lines: string[] = [];
  for (const file of listOf(decodeMessage(type, set), 'file')) {
    const scope = file['package'] === undefined ? '' : `.${file['package']}`;
    for (const message of listOf(file, 'messageType')) addMessage(scope, message, lines);
    for (const one of listOf(file, 'enumType')) addEnum(scope, one, lines);
    for (const service of listOf(file, 'service')) {
      for (const { name, inputType, outputType } of listOf(service, 'method')) {
        lines.push(`${scope}.${service['name']}.${name} ${inputType} ${outputType}`);
      }
    }
  }
  return lines.sort();
}

function addMessage(scope: string, message: Described, lines: string[]): void {
  const name = `${scope}.${message['name']}`;
  for (const field of listOf(message, 'field')) {
    const type = field['typeName'] ?? TYPES[Number(field['type']) - 1];
    const presence = Number(field['label']) === REPEATED ? 'repeated' : 'single';
    lines.push(`${name}.${field['name']} ${field['number']} ${presence} ${type}`);
  }
  for (const inner of listOf(message, 'nestedType')) addMessage(name, inner, lines);
  for (const one of listOf(message, 'enumType')) addEnum(name, one, lines);
}

function addEnum(scope: string, one: Described, lines: string[]): void {
  for (const { name, number } of listOf(one, 'value')) {
    lines.push(`${scope}.${one['name']}:${name} ${Number(number)}`);
  }
}

/** The same lines for a schema, without its imports. */
export function linesOfSchema(schema: Schema, isOwn: (name: string) => boolean): string[] {
  const lines: string[] = [];
  for (const [name, { fields }] of schema.messages) {
    if (!isOwn(name)) continue;
    for (const field of fields) lines.push(...linesOfField(`.${name}`, field));
  }
  for (const [name, { values }] of schema.enums) {
    if (!isOwn(name)) continue;
    for (const [value, number] of values) lines.push(`.${name}:${value} ${number}`);
  }
  for (const [name, { methods }] of schema.services) {
    if (!isOwn(name)) continue;
    for (const { name: method, input, output } of methods.values()) {
      lines.push(`.${name}.${method} .${input.name} .${output.name}`);
    }
  }
  return lines.sort();
}

function linesOfField(message: string, { name, number, type, presence }: Field): string[] {
  if (presence !== 'map' || type.kind !== 'message') {
    const label = presence === 'repeated' ? 'repeated' : 'single';
    return [`${message}.${name} ${number} ${label} ${typeName(type)}`];
  }
  const words = name.split('_').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  const entry = `${message}.${words.join('')}Entry`;
  const [key, value] = type.fields;
  return [
    `${message}.${name} ${number} repeated ${entry}`,
    `${entry}.key 1 single ${typeName(key?.type)}`,
    `${entry}.value 2 single ${typeName(value?.type)}`,
  ];
}

function typeName(type: Field['type'] | undefined): string {
  if (type === undefined) return 'nothing';
  return type.kind === 'scalar' ? type.scalar : `.${type.name}`;
}

/**
 * A message of descriptor.proto, of which only names, numbers and nested messages are
 * used.
 */
type Described = Readonly<Record<string, string | number | undefined>>;

function listOf(message: object, name: string): Described[] {
  return ((message as Record<string, unknown>)[name] ?? []) as Described[];
}

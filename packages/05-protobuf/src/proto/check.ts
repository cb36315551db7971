// What protoc refuses in a message or an enum, whatever its types are: names and numbers that collide (chapter 05).

import type { EnumAst, FileAst, MessageAst, ReservedAst } from './ast';
import { propertyOf } from './fields';
import { ProtoError } from './proto-error';

/** Numbers that protobuf keeps for its own implementation. */
const [OWN_FIRST, OWN_LAST] = [19_000, 19_999];

/** @throws ProtoError */
export function checkMessage(
  { fields, messages, enums, reserved }: MessageAst,
  file: FileAst,
): void {
  const names = new Set([...messages, ...enums].map(({ name }) => name));
  const oneofs = new Set(fields.flatMap(({ oneof }) => oneof ?? []));
  const properties = new Map<string, string>();
  const numbers = new Map<number, string>();
  for (const { name, number, at } of fields) {
    const fail = (message: string): ProtoError => new ProtoError(message, { ...file, at });
    if (names.has(name) || oneofs.has(name)) throw fail(`a second ${name}`);
    names.add(name);
    const other = numbers.get(number);
    if (other !== undefined) throw fail(`the number ${number} is that of ${other}`);
    numbers.set(number, name);
    const property = propertyOf(name);
    const same = properties.get(property);
    if (same !== undefined) throw fail(`${name} and ${same} are both ${property} in JSON`);
    properties.set(property, name);
    if (number >= OWN_FIRST && number <= OWN_LAST) {
      throw fail(`the numbers ${OWN_FIRST} to ${OWN_LAST} are protobuf's own`);
    }
    checkReserved(name, number, reserved, fail);
  }
}

/** @throws ProtoError */
export function checkEnum(
  { name, at, values, allowAlias, reserved }: EnumAst,
  file: FileAst,
): void {
  if (values[0]?.number !== 0) {
    throw new ProtoError(`the first value of ${name} must be 0, in proto3`, { ...file, at });
  }
  const names = new Set<string>();
  const numbers = new Map<number, string>();
  for (const value of values) {
    const fail = (message: string): ProtoError =>
      new ProtoError(message, { ...file, at: value.at });
    if (names.has(value.name)) throw fail(`a second ${value.name}`);
    names.add(value.name);
    const other = numbers.get(value.number);
    if (other !== undefined && !allowAlias) {
      throw fail(`the number ${value.number} is that of ${other}; allow_alias would permit it`);
    }
    numbers.set(value.number, value.name);
    checkReserved(value.name, value.number, reserved, fail);
  }
}

function checkReserved(
  name: string,
  number: number,
  { names, ranges }: ReservedAst,
  fail: (message: string) => ProtoError,
): void {
  if (names.includes(name)) throw fail(`the name ${name} is reserved`);
  if (ranges.some(([from, to]) => number >= from && number <= to)) {
    throw fail(`the number ${number} is reserved`);
  }
}

// What protoc refuses in a message regardless of its fields' types: colliding JSON names
// and numbers (chapter 05). Duplicate names are found earlier, in symbols.ts.

import type { FileAst, MessageAst } from '../parse/ast';
import { ProtoError } from '../proto-error';
import { Reserved } from './reserved';

/** Field numbers reserved for the implementation of protobuf itself. */
const [RESERVED_FIRST, RESERVED_LAST] = [19_000, 19_999];

/** @throws ProtoError */
export function checkMessage({ fields, options, reserved }: MessageAst, file: FileAst): void {
  const reservations = new Reserved(reserved, file, 1);
  const numbers = new Map<number, string>();
  const jsonNames = new Map<string, string>();
  for (const { name, number, at } of fields) {
    const fail = (message: string): ProtoError => new ProtoError(message, { ...file, at });
    const other = numbers.get(number);
    if (other !== undefined) throw fail(`field number ${number} is already used by ${other}`);
    numbers.set(number, name);
    const folded = name.replaceAll('_', '').toLowerCase();
    const same = jsonNames.get(folded);
    if (same !== undefined) {
      throw fail(
        `the JSON names of ${name} and ${same} conflict: they differ only in case and underscores`,
      );
    }
    jsonNames.set(folded, name);
    checkImplementationNumbers(number, fail);
    reservations.check(name, number, fail);
  }
  for (const { name, at, value } of options) {
    if (name.length === 1 && name[0]?.name === 'message_set_wire_format' && value.text === 'true') {
      throw new ProtoError('message_set_wire_format is not supported in proto3', { ...file, at });
    }
  }
}

/** @throws the result of `fail` */
export function checkImplementationNumbers(
  number: number,
  fail: (message: string) => ProtoError,
): void {
  if (number >= RESERVED_FIRST && number <= RESERVED_LAST) {
    throw fail(
      `field numbers ${RESERVED_FIRST} to ${RESERVED_LAST} are reserved for the protobuf implementation`,
    );
  }
}

// What protoc refuses in a message, whatever the types of its fields are: names and
// numbers that collide (chapter 05).
// That a name is declared twice is found earlier, in symbols.ts.

import type { FileAst, MessageAst } from '../parse/ast';
import { ProtoError } from '../proto-error';
import { Reserved } from './reserved';

/** Numbers that protobuf keeps for its own implementation. */
const [OWN_FIRST, OWN_LAST] = [19_000, 19_999];

/** @throws ProtoError */
export function checkMessage({ fields, options, reserved }: MessageAst, file: FileAst): void {
  const nowhere = new Reserved(reserved, file, 1);
  const numbers = new Map<number, string>();
  const jsonNames = new Map<string, string>();
  for (const { name, number, at } of fields) {
    const fail = (message: string): ProtoError => new ProtoError(message, { ...file, at });
    const other = numbers.get(number);
    if (other !== undefined) throw fail(`the number ${number} is already used by ${other}`);
    numbers.set(number, name);
    const folded = name.replaceAll('_', '').toLowerCase();
    const same = jsonNames.get(folded);
    if (same !== undefined) {
      throw fail(
        `${name} and ${same} differ only in case and underscores, which JSON names do not keep`,
      );
    }
    jsonNames.set(folded, name);
    checkOwnNumbers(number, fail);
    nowhere.check(name, number, fail);
  }
  for (const { name, at, value } of options) {
    if (name.length === 1 && name[0]?.name === 'message_set_wire_format' && value.text === 'true') {
      throw new ProtoError('proto3 has no message sets', { ...file, at });
    }
  }
}

/** @throws what `fail` makes */
export function checkOwnNumbers(number: number, fail: (message: string) => ProtoError): void {
  if (number >= OWN_FIRST && number <= OWN_LAST) {
    throw fail(`the numbers ${OWN_FIRST} to ${OWN_LAST} belong to protobuf itself`);
  }
}

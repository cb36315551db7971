// What protoc refuses in an enum (chapter 05). Duplicate names are found earlier, in
// symbols.ts.

import type { EnumAst, EnumValueAst, FileAst } from '../parse/ast';
import { isOption } from '../parse/parse-options';
import { ProtoError } from '../proto-error';
import { Reserved } from './reserved';

/** @throws ProtoError */
export function checkEnum(ast: EnumAst, file: FileAst): void {
  const { name, at, values, reserved } = ast;
  const [first] = values;
  if (first === undefined) throw new ProtoError(`enum ${name} has no values`, { ...file, at });
  if (file.syntax === 'proto3' && first.number !== 0) {
    throw new ProtoError(`the first value of ${name} must be 0, got ${first.number}`, {
      ...file,
      at: first.at,
    });
  }
  const reservations = new Reserved(reserved, file, Number.NEGATIVE_INFINITY);
  for (const value of values) {
    reservations.check(value.name, value.number, failAt(value, file));
  }
  checkAliases(ast, file);
  checkShortNames(ast, file);
}

/**
 * Two values with the same number need `allow_alias`, and `allow_alias` needs two such
 * values.
 */
function checkAliases({ name, values, options }: EnumAst, file: FileAst): void {
  const option = options.find((one) => isOption(one, 'allow_alias'));
  const numbers = new Map<number, string>();
  let aliases = 0;
  for (const value of values) {
    const other = numbers.get(value.number);
    if (other !== undefined && option === undefined) {
      throw failAt(
        value,
        file,
      )(
        `${value.name} uses the same number as ${other}; to allow it, set option allow_alias = true`,
      );
    }
    if (other !== undefined) aliases++;
    else numbers.set(value.number, value.name);
  }
  if (option === undefined) return;
  const fail = failAt(option, file);
  if (option.value.kind !== 'identifier' || option.value.text !== 'true') {
    throw fail('allow_alias can only be true; remove the option instead');
  }
  if (aliases === 0) throw fail(`allow_alias is set, but no two values of ${name} share a number`);
}

/**
 * Code generators strip the enum's name from its values and change their case. Two values
 * must not become the same name.
 */
function checkShortNames({ name, values }: EnumAst, file: FileAst): void {
  if (file.syntax === 'proto2') return;
  const prefix = name.replaceAll('_', '').toLowerCase();
  const known = new Map<string, EnumValueAst>();
  for (const value of values) {
    const short = pascalCase(withoutPrefix(value.name, prefix));
    const other = known.get(short);
    if (other === undefined) known.set(short, value);
    else if (other.number !== value.number) {
      throw failAt(
        value,
        file,
      )(
        `${value.name} and ${other.name} are both ${short} if you ignore case and strip the prefix ${name}`,
      );
    }
  }
}

/** `STATUS_OPEN` becomes `OPEN` for the prefix `status`. Underscores are ignored. */
function withoutPrefix(value: string, prefix: string): string {
  let at = 0;
  for (let matched = 0; matched < prefix.length; at++) {
    const letter = value[at];
    if (letter === undefined) return value;
    if (letter === '_') continue;
    if (letter.toLowerCase() !== prefix[matched++]) return value;
  }
  const rest = value.slice(at).replace(/^_+/, '');
  return rest === '' ? value : rest;
}

/** `NOT_FOUND` becomes `NotFound`. */
function pascalCase(name: string): string {
  const words = name.split('_');
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()).join('');
}

function failAt({ at }: { readonly at: number }, file: FileAst): (message: string) => ProtoError {
  return (message) => new ProtoError(message, { ...file, at });
}

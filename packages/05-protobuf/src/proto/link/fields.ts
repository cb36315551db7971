// Turns a field of the syntax tree into a field of the schema (chapter 05).

import {
  SCALARS,
  type Field,
  type FieldType,
  type MessageType,
  type Scalar,
} from '../../schema/schema';
import type { FieldAst, FileAst } from '../parse/ast';
import { isOption } from '../parse/parse-options';
import { ProtoError } from '../proto-error';

/**
 * Resolves a type name at the place where it is used. @throws ProtoError if it cannot be
 * resolved
 */
export type Resolve = (name: string, at: number) => FieldType;

const NOT_KEYS: readonly string[] = ['float', 'double', 'bytes'];
const JSTYPE_SCALARS: readonly string[] = ['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64'];

// #region field
/** @param message the full name of the field's message */
export function fieldOf(
  ast: FieldAst,
  message: string,
  file: FileAst,
  resolveType: Resolve,
): Field {
  const { name, number, label, oneof, at } = ast;
  const valueType = typeOf(ast.type, at, resolveType);
  checkFieldOptions(ast, valueType, file);
  if (ast.key !== undefined) {
    const type = entryOf(`${message}.${name}`, keyOf(ast.key, at, file), valueType);
    return newField({ name, number, type, presence: 'map' });
  }
  if (label === 'repeated') {
    const packed = isNumeric(valueType) && isPacked(ast, file);
    return newField({ name, number, type: valueType, presence: 'repeated', packed });
  }
  const explicit =
    label !== 'none' ||
    oneof !== undefined ||
    valueType.kind === 'message' ||
    file.syntax === 'proto2';
  return newField({
    name,
    number,
    type: valueType,
    presence: explicit ? 'explicit' : 'implicit',
    oneof,
  });
}
// #endregion field

function newField({
  packed = false,
  oneof,
  ...field
}: Pick<Field, 'name' | 'number' | 'type' | 'presence'> & Partial<Field>): Field {
  return { ...field, property: propertyOf(field.name), packed, oneof };
}

/**
 * `user_id` becomes `userId`: underscores are dropped and the letter after them is
 * capitalized, so the result cannot be `__proto__`.
 */
export function propertyOf(name: string): string {
  return name.replaceAll(/_+([A-Za-z\d]?)/g, (_all, next: string) => next.toUpperCase());
}

/** Whether a type can be packed: numbers, bool and enums, which are not LEN. */
export function isNumeric(type: FieldType): boolean {
  if (type.kind !== 'scalar') return type.kind === 'enum';
  return type.scalar !== 'string' && type.scalar !== 'bytes';
}

/**
 * The value of a boolean or enum option, which is an identifier. Undefined if the option
 * is not set.
 */
function identifierOption({ options }: FieldAst, name: string): string | undefined {
  const value = options.find((option) => isOption(option, name))?.value;
  return value?.kind === 'identifier' ? value.text : undefined;
}

/** proto3 packs repeated numbers unless the field sets `packed = false`. */
function isPacked(ast: FieldAst, { syntax }: FileAst): boolean {
  const packed = identifierOption(ast, 'packed');
  return packed === undefined ? syntax === 'proto3' : packed === 'true';
}

/** Options that only some types accept. A map counts as a repeated message. */
function checkFieldOptions(ast: FieldAst, type: FieldType, file: FileAst): void {
  const fail = (message: string): ProtoError => new ProtoError(message, { ...file, at: ast.at });
  const isSingle = ast.label !== 'repeated' || ast.key !== undefined;
  if (identifierOption(ast, 'packed') === 'true' && (isSingle || !isNumeric(type))) {
    throw fail('[packed = true] can only be specified for repeated primitive fields');
  }
  for (const lazy of ['lazy', 'unverified_lazy']) {
    if (
      identifierOption(ast, lazy) === 'true' &&
      type.kind !== 'message' &&
      ast.key === undefined
    ) {
      throw fail(`[${lazy} = true] can only be specified for message fields`);
    }
  }
  const jstype = identifierOption(ast, 'jstype');
  if (jstype === undefined || jstype === 'JS_NORMAL') return;
  if (ast.key !== undefined || type.kind !== 'scalar' || !JSTYPE_SCALARS.includes(type.scalar)) {
    throw fail('jstype is only allowed on 64-bit integer fields');
  }
}

function typeOf(name: string, at: number, resolveType: Resolve): FieldType {
  return isScalar(name) ? { kind: 'scalar', scalar: name } : resolveType(name, at);
}

function isScalar(name: string): name is Scalar {
  return (SCALARS as readonly string[]).includes(name);
}

function keyOf(name: string, at: number, file: FileAst): Scalar {
  if (isScalar(name) && !NOT_KEYS.includes(name)) return name;
  throw new ProtoError(`a map key must be an integer type, bool or string, got ${name}`, {
    ...file,
    at,
  });
}

/**
 * The message type of a map's entries. Key and value are sent even if they are zero.
 */
function entryOf(name: string, key: Scalar, value: FieldType): MessageType {
  const keyType: FieldType = { kind: 'scalar', scalar: key };
  const fields: Field[] = [
    newField({ name: 'key', number: 1, type: keyType, presence: 'explicit' }),
    newField({ name: 'value', number: 2, type: value, presence: 'explicit' }),
  ];
  const byNumber = new Map(fields.map((field) => [field.number, field]));
  return { kind: 'message', name, fields, byNumber, oneofs: new Map(), reserved: [] };
}

// One field of the tree becomes one of the schema (chapter 05).

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
 * Finds the type that a name means where it is written. @throws ProtoError when there is
 * none
 */
export type Resolve = (name: string, at: number) => FieldType;

const NOT_KEYS: readonly string[] = ['float', 'double', 'bytes'];
const JSTYPE_SCALARS: readonly string[] = ['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64'];

// #region field
/** @param message the full name of the message that the field is in */
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
    return made({ name, number, type, presence: 'map' });
  }
  if (label === 'repeated') {
    const packed = isNumeric(valueType) && isPacked(ast, file);
    return made({ name, number, type: valueType, presence: 'repeated', packed });
  }
  const explicit =
    label !== 'none' ||
    oneof !== undefined ||
    valueType.kind === 'message' ||
    file.syntax === 'proto2';
  return made({
    name,
    number,
    type: valueType,
    presence: explicit ? 'explicit' : 'implicit',
    oneof,
  });
}
// #endregion field

function made({
  packed = false,
  oneof,
  ...field
}: Pick<Field, 'name' | 'number' | 'type' | 'presence'> & Partial<Field>): Field {
  return { ...field, property: propertyOf(field.name), packed, oneof };
}

/**
 * `user_id` becomes `userId`. An underscore goes, and a letter behind it becomes a
 * capital: what is left cannot be `__proto__`.
 */
export function propertyOf(name: string): string {
  return name.replaceAll(/_+([A-Za-z\d]?)/g, (_all, next: string) => next.toUpperCase());
}

/** Everything that can be packed: what has no length of its own. */
export function isNumeric(type: FieldType): boolean {
  if (type.kind !== 'scalar') return type.kind === 'enum';
  return type.scalar !== 'string' && type.scalar !== 'bytes';
}

/**
 * The value of an option that is a boolean or an enum: one word. Undefined when it is not
 * set.
 */
function wordOf({ options }: FieldAst, name: string): string | undefined {
  const value = options.find((option) => isOption(option, name))?.value;
  return value?.kind === 'word' ? value.text : undefined;
}

/** In proto3 the numbers of a repeated field are packed, unless it says otherwise. */
function isPacked(ast: FieldAst, { syntax }: FileAst): boolean {
  const packed = wordOf(ast, 'packed');
  return packed === undefined ? syntax === 'proto3' : packed === 'true';
}

/** Options that only some types may have. A map is a message, whatever its values are. */
function checkFieldOptions(ast: FieldAst, type: FieldType, file: FileAst): void {
  const fail = (message: string): ProtoError => new ProtoError(message, { ...file, at: ast.at });
  const isSingle = ast.label !== 'repeated' || ast.key !== undefined;
  if (wordOf(ast, 'packed') === 'true' && (isSingle || !isNumeric(type))) {
    throw fail('packed is for repeated numbers');
  }
  for (const lazy of ['lazy', 'unverified_lazy']) {
    if (wordOf(ast, lazy) === 'true' && type.kind !== 'message' && ast.key === undefined) {
      throw fail(`${lazy} is for fields that are messages`);
    }
  }
  const jstype = wordOf(ast, 'jstype');
  if (jstype === undefined || jstype === 'JS_NORMAL') return;
  if (ast.key !== undefined || type.kind !== 'scalar' || !JSTYPE_SCALARS.includes(type.scalar)) {
    throw fail('jstype is for integers of 64 bits');
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
  throw new ProtoError(`${name} cannot be the key of a map: integers, bool and string can`, {
    ...file,
    at,
  });
}

/**
 * What a map is on the wire: repeated messages with a key and a value, which are sent
 * even when they are zero.
 */
function entryOf(name: string, key: Scalar, value: FieldType): MessageType {
  const keyType: FieldType = { kind: 'scalar', scalar: key };
  const fields: Field[] = [
    made({ name: 'key', number: 1, type: keyType, presence: 'explicit' }),
    made({ name: 'value', number: 2, type: value, presence: 'explicit' }),
  ];
  const byNumber = new Map(fields.map((field) => [field.number, field]));
  return { kind: 'message', name, fields, byNumber, oneofs: new Map(), reserved: [] };
}

// One field of the tree becomes one of the schema (chapter 05).

import { SCALARS, type Field, type FieldType, type MessageType, type Scalar } from '../schema';
import type { FieldAst, FileAst } from './ast';
import { ProtoError } from './proto-error';

/** Finds the type that a name means where it stands. @throws ProtoError when there is none */
export type Resolve = (name: string, at: number) => FieldType | undefined;

const NOT_KEYS: readonly string[] = ['float', 'double', 'bytes'];

// #region field
/** @param message the full name of the message that the field is in */
export function fieldOf(
  ast: FieldAst,
  message: string,
  file: FileAst,
  resolveType: Resolve,
): Field {
  const { name, number, label, oneof, at } = ast;
  const valueType = typeOf(ast.type, at, file, resolveType);
  if (ast.packed === true && (label !== 'repeated' || !isNumeric(valueType))) {
    throw new ProtoError('packed is for repeated numbers', { ...file, at });
  }
  if (ast.key !== undefined) {
    const type = entryOf(`${message}.${name}`, keyOf(ast.key, at, file), valueType);
    return made({ name, number, type, presence: 'map' });
  }
  if (label === 'repeated') {
    const packed = isNumeric(valueType) && (ast.packed ?? true);
    return made({ name, number, type: valueType, presence: 'repeated', packed });
  }
  const explicit = label === 'optional' || oneof !== undefined || valueType.kind === 'message';
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

/** `user_id` becomes `userId`. An underscore goes, and a letter behind it becomes a capital: what is left cannot be `__proto__`. */
export function propertyOf(name: string): string {
  return name.replaceAll(/_+([A-Za-z\d]?)/g, (_all, next: string) => next.toUpperCase());
}

/** All that can be packed: what has no length of its own. */
export function isNumeric(type: FieldType): boolean {
  if (type.kind !== 'scalar') return type.kind === 'enum';
  return type.scalar !== 'string' && type.scalar !== 'bytes';
}

function typeOf(name: string, at: number, file: FileAst, resolveType: Resolve): FieldType {
  if (isScalar(name)) return { kind: 'scalar', scalar: name };
  const type = resolveType(name, at);
  if (type === undefined) throw new ProtoError(`there is no type ${name}`, { ...file, at });
  return type;
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

/** What a map is on the wire: repeated messages of a key and a value, which everybody sends also when they are zero. */
function entryOf(name: string, key: Scalar, value: FieldType): MessageType {
  const keyType: FieldType = { kind: 'scalar', scalar: key };
  const fields: Field[] = [
    made({ name: 'key', number: 1, type: keyType, presence: 'explicit' }),
    made({ name: 'value', number: 2, type: value, presence: 'explicit' }),
  ];
  const byNumber = new Map(fields.map((field) => [field.number, field]));
  return { kind: 'message', name, fields, byNumber, oneofs: new Map(), reserved: [] };
}

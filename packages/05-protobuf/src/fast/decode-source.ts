// Optional at a first reading: the fast codec. Generates the source of a decoder for a
// message type, so that each lookup of the plain interpreter is done only once (chapter
// 05).

import type { Field, FieldType, MessageType, Scalar } from '../schema/schema';
import { WireType, wireTypeOf } from '../wire/wire';
import type { Names } from './names';

// #region message
/**
 * A function that reads one message from `c.at` to `end`. It keeps the fields and the
 * position in local variables, which V8 can keep in registers. It does not check `end` at
 * each byte, only once, after the last field. In the source, `c` holds the bytes `b`, `p`
 * is the position in them, `n` a length, and `v` the value read last.
 */
export function decoderSource(type: MessageType, names: Names): string {
  const { fields, oneofs } = type;
  return `
function ${names.decoder(type)}(c, end, depth) {
  if (depth > c.maxDepth || (c.fieldsLeft -= ${fields.length}) < 0) throw FALLBACK;
  const b = c.bytes;
  let p = c.at, n = 0, v, unknown;
  ${fields.map((field, i) => `let f${i} = ${startOf(field)};`).join('\n  ')}
  ${[...oneofs].map((_, i) => `let oneof${i} = -1;`).join(' ')}
  while (p < end) {
    const start = p;
    let key = b[p++];
    if (key > 127) {
      const next = b[p++];
      key = (key & 127) | (next << 7);
      if (next > 127) { c.at = start; key = c.unsigned32(); p = c.at; }
    }
    switch (key) {
      ${fields.map((field, i) => casesOf(field, i, names)).join('\n      ')}
      default:
        p = c.skip(key, p, end);
        (unknown ??= []).push(b.subarray(start, p));
    }
  }
  if (p !== end) throw FALLBACK;
  c.at = p;
  const message = { ${fields.map((field, i) => `${JSON.stringify(field.property)}: ${endOf(field, i, names)}`).join(', ')} };
  if (unknown !== undefined) message.$unknown = unknown.map(copyOf);
  return message;
}`;
}
// #endregion message

function startOf({ type, presence }: Field): string {
  if (presence === 'repeated') return '[]';
  if (presence === 'map') return 'new Map()';
  return presence === 'implicit' ? zeroSource(type) : 'undefined';
}

/** A field's final value. In a oneof, only the last member received has one. */
function endOf(field: Field, index: number, names: Names): string {
  const oneof = names.oneof(field);
  return oneof === undefined ? `f${index}` : `oneof${oneof} === ${index} ? f${index} : undefined`;
}

function zeroSource(type: FieldType): string {
  if (type.kind !== 'scalar') return type.kind === 'enum' ? '0' : 'undefined';
  if (type.scalar === 'string') return "''";
  if (type.scalar === 'bytes') return 'new Uint8Array(0)';
  if (type.scalar === 'bool') return 'false';
  return type.scalar.endsWith('64') ? '0n' : '0';
}

// #region cases
/**
 * The cases for a field's key. Repeated numbers have two keys: packed and not packed.
 */
function casesOf(field: Field, index: number, names: Names): string {
  const { number, presence } = field;
  const local = `f${index}`;
  const wireType = wireTypeOf(field.type);
  const at = (wire: number): string => `case ${((number << 3) | wire) >>> 0}:`;
  switch (presence) {
    case 'map':
      return `${at(wireType)} ${entrySource(field.type as MessageType, local, names)} break;`;
    case 'repeated': {
      const one = `${at(wireType)} ${valueSource(field.type, names)} ${local}.push(v); break;`;
      return wireType === WireType.LEN
        ? one
        : `${one}\n      ${packedSource(field.type, at(WireType.LEN), local, names)}`;
    }
    case 'explicit': {
      // A second piece of a nested message must be merged: fall back.
      const oneof = names.oneof(field);
      const isSet = oneof === undefined ? `${local} !== undefined` : `oneof${oneof} === ${index}`;
      const once = field.type.kind === 'message' ? `if (${isSet}) throw FALLBACK; ` : '';
      const set = oneof === undefined ? '' : ` oneof${oneof} = ${index};`;
      return `${at(wireType)} ${once}${valueSource(field.type, names)} ${local} = v;${set} break;`;
    }
    case 'implicit':
      return `${at(wireType)} ${valueSource(field.type, names)} ${local} = v; break;`;
  }
}
// #endregion cases

const LENGTH = `n = b[p++]; if (n > 127) { c.at = p - 1; n = c.unsigned32(); p = c.at; } if (n > end - p) throw FALLBACK;`;

function packedSource(type: FieldType, at: string, local: string, names: Names): string {
  return `${at} { ${LENGTH} const all = p + n; while (p < all) { ${valueSource(type, names, 'all')} ${local}.push(v); } if (p !== all) throw FALLBACK; break; }`;
}

/** A map's entry: key and value in any order. Anything else falls back. */
function entrySource(entry: MessageType, local: string, names: Names): string {
  const [key, value] = entry.fields;
  if (key === undefined || value === undefined) throw new Error(`${entry.name} is not a map entry`);
  const keyed = (field: Field): number => (field.number << 3) | wireTypeOf(field.type);
  const absent = value.type.kind === 'message' ? 'throw FALLBACK' : `x = ${zeroSource(value.type)}`;
  const again = value.type.kind === 'message' ? 'if (x !== undefined) throw FALLBACK; ' : '';
  return `{
        ${LENGTH}
        if (depth + 1 > c.maxDepth || (c.fieldsLeft -= 2) < 0) throw FALLBACK;
        const all = p + n; let k = ${zeroSource(key.type)}, x;
        while (p < all) {
          const tag = b[p++];
          if (tag === ${keyed(key)}) { ${valueSource(key.type, names, 'all')} k = v; }
          else if (tag === ${keyed(value)}) { ${again}${valueSource(value.type, names, 'all', 'depth + 2')} x = v; }
          else throw FALLBACK;
        }
        if (p !== all) throw FALLBACK;
        if (x === undefined) ${absent};
        ${local}.set(k, x);
      }`;
}

// #region value
/** Statements that read one value into `v`. */
function valueSource(type: FieldType, names: Names, end = 'end', depth = 'depth + 1'): string {
  if (type.kind === 'enum') return scalarSource('int32', end);
  if (type.kind === 'scalar') return scalarSource(type.scalar, end);
  const length = LENGTH.replace('end', end);
  return `${length} c.at = p; v = ${names.decoder(type)}(c, p + n, ${depth}); p += n;`;
}

/** Most varints have one byte, so that case is inlined. */
const varint = (method: string, short = 'v'): string =>
  `v = b[p++]; if (v > 127) { c.at = p - 1; v = c.${method}; p = c.at; }${short === 'v' ? '' : ` else v = ${short};`}`;

const ZIGZAG = 'v = (v >>> 1) ^ -(v & 1);';

function scalarSource(scalar: Scalar, end: string): string {
  const length = LENGTH.replace('end', end);
  const fixed = (bytes: number, get: string): string =>
    `if (p + ${bytes} > ${end}) throw FALLBACK; v = c.view.get${get}(p, true); p += ${bytes};`;
  switch (scalar) {
    case 'int32':
      return varint('varint32()');
    case 'uint32':
      return varint('varint32() >>> 0');
    case 'sint32':
      return `${varint('varint32()')} ${ZIGZAG}`;
    case 'int64':
      return varint('int64()', 'BigInt(v | 0)');
    case 'uint64':
      return varint('uint64()', 'BigInt(v | 0)');
    case 'sint64':
      return `${varint('uint64()', 'BigInt(v | 0)')} v = (v >> 1n) ^ -(v & 1n);`;
    case 'bool':
      return varint('bool()', 'v !== 0');
    case 'fixed32':
      return fixed(4, 'Uint32');
    case 'sfixed32':
      return fixed(4, 'Int32');
    case 'fixed64':
      return fixed(8, 'BigUint64');
    case 'sfixed64':
      return fixed(8, 'BigInt64');
    case 'float':
      return fixed(4, 'Float32');
    case 'double':
      return fixed(8, 'Float64');
    case 'string':
      return `${length} v = c.string(p, p + n); p += n;`;
    case 'bytes':
      return `${length} v = c.copy(p, p + n); p += n;`;
  }
}
// #endregion value

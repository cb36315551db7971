// Optional at a first reading: the fast codec. Generates the source of an encoder for a
// message type (chapter 05). It writes into one buffer. A length prefix is written after
// its content: one byte is reserved for it, and the content is moved if it needs more.

import type { Field, FieldType, MessageType, Scalar } from '../schema/schema';
import { encodeKey, WireType, wireTypeOf } from '../wire/wire';
import type { Names } from './names';

/** Enough for a key and a number, which take at most 5 and 10 bytes. */
const NUMBER_BYTES = 16;

// #region message
/**
 * A function that writes a message at `p` and returns the position after it. It first
 * reserves space for all numbers of the message. After a value of variable length, it
 * reserves the space again.
 */
export function encoderSource(type: MessageType, names: Names): string {
  const { fields, oneofs } = type;
  const reserve = reserveSource(NUMBER_BYTES * (fields.length + 1));
  return `
function ${names.encoder(type)}(o, m, p, depth) {
  if (depth > o.maxDepth) throw FALLBACK;
  let b = o.bytes, v;
  ${[...oneofs].map((_, i) => `let oneof${i} = 0;`).join(' ')}
  ${reserve}
  ${fields.map((field) => fieldSource(field, reserve, names)).join('\n  ')}
  v = m.$unknown;
  return v === undefined ? p : o.unknown(v, p);
}`;
}

function reserveSource(bytes: number): string {
  return `if (p + ${bytes} > b.length) b = o.grow(p + ${bytes});`;
}
// #endregion message

// #region field
function fieldSource(field: Field, reserve: string, names: Names): string {
  const { number, property, presence, packed } = field;
  const ifSet = `v = m[${JSON.stringify(property)}]; if (v !== undefined)`;
  switch (presence) {
    case 'map':
      return `${ifSet} { if (!(v instanceof Map)) throw FALLBACK; ${mapSource(field, names)} b = o.bytes; ${reserve} }`;
    case 'repeated': {
      const elements = packed ? packedSource(field, names) : listSource(field, names);
      return `${ifSet} { if (!Array.isArray(v)) throw FALLBACK; ${elements} ${reserve} }`;
    }
    case 'explicit': {
      const oneof = names.oneof(field);
      const checkOneof = oneof === undefined ? '' : `if (oneof${oneof}++ !== 0) throw FALLBACK; `;
      return `${ifSet} { ${checkOneof}${keySource(number, field.type)} ${valueSource(field.type, names)} ${reserveAfter(field.type, reserve)} }`;
    }
    case 'implicit':
      return `${ifSet} { ${unlessZero(field, reserve, names)} }`;
  }
}

/** Numbers fit into the space that was reserved for the message. */
function reserveAfter(type: FieldType, reserve: string): string {
  return wireTypeOf(type) === WireType.LEN ? `b = o.bytes; ${reserve}` : '';
}

/** A field without presence is sent unless it is zero. −0 is sent, to keep its sign. */
function unlessZero({ number, type }: Field, reserve: string, names: Names): string {
  const write = `${keySource(number, type)} ${valueSource(type, names)} ${reserveAfter(type, reserve)}`;
  switch (type.kind === 'scalar' ? type.scalar : 'int32') {
    case 'bytes':
      return `if (!(v instanceof Uint8Array)) throw FALLBACK; if (v.length !== 0) { ${write} }`;
    case 'string':
      return `if (v !== '') { ${write} }`;
    case 'bool':
      return `if (v !== false) { ${write} }`;
    case 'double':
      return `if (v !== 0 || 1 / v < 0) { ${write} }`;
    case 'float':
      return `if (typeof v !== 'number') throw FALLBACK; v = Math.fround(v); if (v !== 0 || 1 / v < 0) { ${write} }`;
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      return `if (v !== 0n) { ${write} }`;
    case 'int32':
    case 'uint32':
    case 'sint32':
    case 'fixed32':
    case 'sfixed32':
      return `if (v !== 0) { ${write} }`;
  }
}
// #endregion field

// #region lists
function listSource({ number, type }: Field, names: Names): string {
  return `{
    const list = v;
    for (let i = 0; i < list.length; i++) {
      v = list[i];
      ${reserveSource(NUMBER_BYTES)} ${keySource(number, type)} ${valueSource(type, names)}
      ${reserveAfter(type, '')}
    }
  }`;
}

/** A single key and length for all numbers. An empty list is not sent. */
function packedSource({ number, type }: Field, names: Names): string {
  return `if (v.length > 0) {
    const list = v;
    ${bytesSource(encodeKey(number, WireType.LEN))} const start = p++;
    for (let i = 0; i < list.length; i++) {
      v = list[i];
      ${reserveSource(NUMBER_BYTES)} ${valueSource(type, names)}
    }
    ${lengthSource()}
  }`;
}

/** Sends an entry's key and value even if they are zero, as other encoders do. */
function mapSource({ number, type: entry }: Field, names: Names): string {
  const [key, value] = (entry as MessageType).fields;
  if (key === undefined || value === undefined)
    throw new Error('a map entry must have a key and a value');
  const depth = value.type.kind === 'message' ? 'depth + 2' : '';
  return `for (const [k, x] of v) {
    ${reserveSource(3 * NUMBER_BYTES)} ${bytesSource(encodeKey(number, WireType.LEN))} const start = p++;
    if (depth + 1 > o.maxDepth) throw FALLBACK;
    v = k; ${keySource(key.number, key.type)} ${valueSource(key.type, names)} ${reserveAfter(key.type, reserveSource(2 * NUMBER_BYTES))}
    v = x; ${keySource(value.number, value.type)} ${valueSource(value.type, names, depth)} ${reserveAfter(value.type, '')}
    ${lengthSource()}
  }`;
}
// #endregion lists

/** Writes the length prefix into the byte that was reserved at `start`. */
function lengthSource(): string {
  return 'if (p - start < 129) b[start] = p - start - 1; else p = o.lengthAt(start, p);';
}

function keySource(number: number, type: FieldType): string {
  return bytesSource(encodeKey(number, wireTypeOf(type)));
}

function bytesSource(bytes: Uint8Array): string {
  return [...bytes].map((byte) => `b[p++] = ${byte};`).join(' ');
}

// #region value
/**
 * Statements that write `v`. A value that its type does not accept falls back to the
 * plain codec, which throws the error.
 */
function valueSource(type: FieldType, names: Names, depth = 'depth + 1'): string {
  if (type.kind === 'enum') return scalarSource('int32');
  if (type.kind === 'scalar') return scalarSource(type.scalar);
  return `if (!isMessage(v)) throw FALLBACK; { const start = p; p = ${names.encoder(type)}(o, v, p + 1, ${depth}); b = o.bytes; ${lengthSource()} }`;
}

const VARINT = 'while (v > 127) { b[p++] = (v & 127) | 128; v >>>= 7; } b[p++] = v;';

function scalarSource(scalar: Scalar): string {
  const fixed = (bytes: number, set: string): string =>
    `o.view.set${set}(p, v, true); p += ${bytes};`;
  switch (scalar) {
    case 'int32':
      return `if (typeof v !== 'number' || v !== (v | 0)) throw FALLBACK; if (v < 0) p = o.negative(v, p); else { ${VARINT} }`;
    case 'uint32':
      return `if (typeof v !== 'number' || v !== v >>> 0) throw FALLBACK; ${VARINT}`;
    case 'sint32':
      return `if (typeof v !== 'number' || v !== (v | 0)) throw FALLBACK; v = ((v << 1) ^ (v >> 31)) >>> 0; ${VARINT}`;
    case 'int64':
      return 'p = o.int64(v, p);';
    case 'uint64':
      return 'p = o.uint64(v, p);';
    case 'sint64':
      return 'p = o.sint64(v, p);';
    case 'bool':
      return `if (typeof v !== 'boolean') throw FALLBACK; b[p++] = v ? 1 : 0;`;
    case 'fixed32':
      return `if (typeof v !== 'number' || v !== v >>> 0) throw FALLBACK; ${fixed(4, 'Uint32')}`;
    case 'sfixed32':
      return `if (typeof v !== 'number' || v !== (v | 0)) throw FALLBACK; ${fixed(4, 'Int32')}`;
    case 'fixed64':
      return `if (!isUint64(v)) throw FALLBACK; ${fixed(8, 'BigUint64')}`;
    case 'sfixed64':
      return `if (!isInt64(v)) throw FALLBACK; ${fixed(8, 'BigInt64')}`;
    case 'float':
      return `if (typeof v !== 'number') throw FALLBACK; ${fixed(4, 'Float32')}`;
    case 'double':
      return `if (typeof v !== 'number') throw FALLBACK; ${fixed(8, 'Float64')}`;
    case 'string':
      return `if (typeof v !== 'string') throw FALLBACK; p = o.string(v, p);`;
    case 'bytes':
      return 'if (!(v instanceof Uint8Array)) throw FALLBACK; p = o.blob(v, p);';
  }
}
// #endregion value

// Optional at a first reading: the fast codec. Writes the source of an encoder for each
// message type (chapter 05). All bytes go to one buffer. Where a length is wanted before
// the bytes are there, one byte is left free, and the rest is moved if it was too few.

import type { Field, FieldType, MessageType, Scalar } from '../schema/schema';
import { encodeKey, WireType, wireTypeOf } from '../wire/wire';
import type { Names } from './names';

/** More than a key and a number: 5 and 10 bytes. */
const NUMBER_BYTES = 16;

// #region message
/**
 * A function that writes a message from `p` on, and gives the position behind it. It
 * makes sure of room for every number of the message at once; whatever has no bound of
 * its own makes sure of it again.
 */
export function encoderSource(type: MessageType, names: Names): string {
  const { fields, oneofs } = type;
  const room = roomSource(NUMBER_BYTES * (fields.length + 1));
  return `
function ${names.encoder(type)}(o, m, p, depth) {
  if (depth > o.maxDepth) throw LEAVE;
  let b = o.bytes, v;
  ${[...oneofs].map((_, i) => `let oneof${i} = 0;`).join(' ')}
  ${room}
  ${fields.map((field) => fieldSource(field, room, names)).join('\n  ')}
  v = m.$unknown;
  return v === undefined ? p : o.unknown(v, p);
}`;
}

function roomSource(bytes: number): string {
  return `if (p + ${bytes} > b.length) b = o.grow(p + ${bytes});`;
}
// #endregion message

// #region field
function fieldSource(field: Field, room: string, names: Names): string {
  const { number, property, presence, packed } = field;
  const given = `v = m[${JSON.stringify(property)}]; if (v !== undefined)`;
  switch (presence) {
    case 'map':
      return `${given} { if (!(v instanceof Map)) throw LEAVE; ${mapSource(field, names)} b = o.bytes; ${room} }`;
    case 'repeated': {
      const elements = packed ? packedSource(field, names) : listSource(field, names);
      return `${given} { if (!Array.isArray(v)) throw LEAVE; ${elements} ${room} }`;
    }
    case 'explicit': {
      const oneof = names.oneof(field);
      const alone = oneof === undefined ? '' : `if (oneof${oneof}++ !== 0) throw LEAVE; `;
      return `${given} { ${alone}${keySource(number, field.type)} ${valueSource(field.type, names)} ${roomAfter(field.type, room)} }`;
    }
    case 'implicit':
      return `${given} { ${unlessZero(field, room, names)} }`;
  }
}

/** Numbers are within the room that the message made. */
function roomAfter(type: FieldType, room: string): string {
  return wireTypeOf(type) === WireType.LEN ? `b = o.bytes; ${room}` : '';
}

/** A field without presence is sent if it is not zero. A −0 has a sign, and is. */
function unlessZero({ number, type }: Field, room: string, names: Names): string {
  const write = `${keySource(number, type)} ${valueSource(type, names)} ${roomAfter(type, room)}`;
  switch (type.kind === 'scalar' ? type.scalar : 'int32') {
    case 'bytes':
      return `if (!(v instanceof Uint8Array)) throw LEAVE; if (v.length !== 0) { ${write} }`;
    case 'string':
      return `if (v !== '') { ${write} }`;
    case 'bool':
      return `if (v !== false) { ${write} }`;
    case 'double':
      return `if (v !== 0 || 1 / v < 0) { ${write} }`;
    case 'float':
      return `if (typeof v !== 'number') throw LEAVE; v = Math.fround(v); if (v !== 0 || 1 / v < 0) { ${write} }`;
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
      ${roomSource(NUMBER_BYTES)} ${keySource(number, type)} ${valueSource(type, names)}
      ${roomAfter(type, '')}
    }
  }`;
}

/** One key and one length for all numbers. An empty list is not sent. */
function packedSource({ number, type }: Field, names: Names): string {
  return `if (v.length > 0) {
    const list = v;
    ${bytesSource(encodeKey(number, WireType.LEN))} const start = p++;
    for (let i = 0; i < list.length; i++) {
      v = list[i];
      ${roomSource(NUMBER_BYTES)} ${valueSource(type, names)}
    }
    ${lengthSource()}
  }`;
}

/** An entry has its key and its value, also when they are zero, as everybody sends it. */
function mapSource({ number, type: entry }: Field, names: Names): string {
  const [key, value] = (entry as MessageType).fields;
  if (key === undefined || value === undefined) throw new Error('an entry has a key and a value');
  const depth = value.type.kind === 'message' ? 'depth + 2' : '';
  return `for (const [k, x] of v) {
    ${roomSource(3 * NUMBER_BYTES)} ${bytesSource(encodeKey(number, WireType.LEN))} const start = p++;
    if (depth + 1 > o.maxDepth) throw LEAVE;
    v = k; ${keySource(key.number, key.type)} ${valueSource(key.type, names)} ${roomAfter(key.type, roomSource(2 * NUMBER_BYTES))}
    v = x; ${keySource(value.number, value.type)} ${valueSource(value.type, names, depth)} ${roomAfter(value.type, '')}
    ${lengthSource()}
  }`;
}
// #endregion lists

/** The byte that was left free at `start` gets the length of what follows it. */
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
 * Statements that write `v`. What its type does not take is left to the plain codec,
 * which says what is wrong.
 */
function valueSource(type: FieldType, names: Names, depth = 'depth + 1'): string {
  if (type.kind === 'enum') return scalarSource('int32');
  if (type.kind === 'scalar') return scalarSource(type.scalar);
  return `if (!isMessage(v)) throw LEAVE; { const start = p; p = ${names.encoder(type)}(o, v, p + 1, ${depth}); b = o.bytes; ${lengthSource()} }`;
}

const VARINT = 'while (v > 127) { b[p++] = (v & 127) | 128; v >>>= 7; } b[p++] = v;';

function scalarSource(scalar: Scalar): string {
  const fixed = (bytes: number, set: string): string =>
    `o.view.set${set}(p, v, true); p += ${bytes};`;
  switch (scalar) {
    case 'int32':
      return `if (typeof v !== 'number' || v !== (v | 0)) throw LEAVE; if (v < 0) p = o.negative(v, p); else { ${VARINT} }`;
    case 'uint32':
      return `if (typeof v !== 'number' || v !== v >>> 0) throw LEAVE; ${VARINT}`;
    case 'sint32':
      return `if (typeof v !== 'number' || v !== (v | 0)) throw LEAVE; v = ((v << 1) ^ (v >> 31)) >>> 0; ${VARINT}`;
    case 'int64':
      return 'p = o.int64(v, p);';
    case 'uint64':
      return 'p = o.uint64(v, p);';
    case 'sint64':
      return 'p = o.sint64(v, p);';
    case 'bool':
      return `if (typeof v !== 'boolean') throw LEAVE; b[p++] = v ? 1 : 0;`;
    case 'fixed32':
      return `if (typeof v !== 'number' || v !== v >>> 0) throw LEAVE; ${fixed(4, 'Uint32')}`;
    case 'sfixed32':
      return `if (typeof v !== 'number' || v !== (v | 0)) throw LEAVE; ${fixed(4, 'Int32')}`;
    case 'fixed64':
      return `if (!isUint64(v)) throw LEAVE; ${fixed(8, 'BigUint64')}`;
    case 'sfixed64':
      return `if (!isInt64(v)) throw LEAVE; ${fixed(8, 'BigInt64')}`;
    case 'float':
      return `if (typeof v !== 'number') throw LEAVE; ${fixed(4, 'Float32')}`;
    case 'double':
      return `if (typeof v !== 'number') throw LEAVE; ${fixed(8, 'Float64')}`;
    case 'string':
      return `if (typeof v !== 'string') throw LEAVE; p = o.string(v, p);`;
    case 'bytes':
      return 'if (!(v instanceof Uint8Array)) throw LEAVE; p = o.blob(v, p);';
  }
}
// #endregion value

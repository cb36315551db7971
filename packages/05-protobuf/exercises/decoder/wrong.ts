// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'unknown fields are lost',
    find: '(message.$unknown ??= []).push(bytes.subarray(start, reader.at));',
    replace: 'continue;',
    caughtBy: 'a field that the spec does not have',
  },
  {
    change: 'a packed list is treated as an unknown field',
    find: 'else if (wireType === LEN) unpack(type, own, value as Buffer, depth, list);',
    replace: '',
    caughtBy: 'a packed list',
  },
  {
    change: 'a negative int32 is a large number',
    find: 'Number(BigInt.asIntN(32, value))',
    replace: 'Number(value)',
    caughtBy: 'a negative int32',
  },
  {
    change: 'sint32 is not decoded with zigzag',
    find: 'decodeZigzag32(low)',
    replace: 'low | 0',
    caughtBy: 'a negative sint32',
  },
  {
    change: 'a key has one byte',
    find: 'const key = this.#varint32();',
    replace: 'const key = this.bytes[this.at++] ?? 0;',
    caughtBy: 'a field number over 15',
  },
  {
    change: 'an unknown field is kept without its key',
    find: 'bytes.subarray(start, reader.at)',
    replace: 'bytes.subarray(start + 1, reader.at)',
    caughtBy: 'a field that the spec does not have',
  },
  {
    change: 'the wire type of a known field is not checked',
    find: 'if (wireType !== own) return false;',
    replace: '',
    caughtBy: 'a known number with another wire type',
  },
  {
    change: 'the second piece of a message replaces the first',
    find: '(before as Message | undefined) ?? emptyMessage(type)',
    replace: 'emptyMessage(type)',
    caughtBy: 'a message in two pieces',
  },
  {
    change: 'a truncated value is accepted',
    find: 'if (count > left) throw invalid(`${count} bytes announced, ${left} left`);',
    replace: '',
    caughtBy: 'a length beyond the end',
  },
  {
    change: 'messages may be nested without a limit',
    find: "if (depth > MAX_DEPTH) throw new RpcError('RESOURCE_EXHAUSTED', 'nested too deeply');",
    replace: '',
    caughtBy: 'messages nested 101 deep',
  },
  {
    change: 'invalid UTF-8 becomes replacement characters',
    find: "if (!isUtf8(value)) throw invalid('a string that is not UTF-8');",
    replace: '',
    caughtBy: 'a string that is not UTF-8',
  },
  {
    change: 'a packed list is added with one call of push',
    find: 'unpack(type, own, value as Buffer, depth, list);',
    replace:
      '{ const values: unknown[] = []; unpack(type, own, value as Buffer, depth, values); list.push(...values); }',
    caughtBy: 'a packed list of 200,000 numbers',
  },
  {
    change: 'a boolean is read from the low 32 bits',
    find: 'return value !== 0n;',
    replace: 'return BigInt.asUintN(32, value) !== 0n;',
    caughtBy: 'a boolean that is 2^32',
  },
  {
    change: 'a later 0 does not replace an earlier value',
    find: 'message[name] = convert(type, value, before, depth);',
    replace: 'message[name] = convert(type, value, before, depth) || before;',
    caughtBy: 'a field that occurs again as 0',
  },
  {
    change: 'a uint32 keeps all its bits',
    find: "return type === 'sint32' ? decodeZigzag32(low) : low;",
    replace: "return type === 'sint32' ? decodeZigzag32(low) : Number(value);",
    caughtBy: 'the low 32 bits of 2^32 + 2, as uint32',
  },
  {
    change: 'a large field number is negative',
    find: 'return { number: key >>> 3, wireType: key & 7 };',
    replace: 'return { number: key >> 3, wireType: key & 7 };',
    caughtBy: 'the largest field number',
  },
  {
    change: 'a key may have ten bytes',
    find: 'const key = this.#varint32();',
    replace: 'const key = Number(BigInt.asUintN(32, this.value(VARINT) as bigint));',
    caughtBy: 'a key of six bytes',
  },
  {
    change: 'a byte order mark at the beginning of a string is dropped',
    find: 'return value.toString();',
    replace: 'return new TextDecoder().decode(value);',
    caughtBy: 'a string that begins with U+FEFF',
  },
  {
    change: 'packed numbers are not converted to the type of the field',
    find: 'list.push(convert(type, reader.value(wireType), undefined, depth));\n}',
    replace:
      "list.push(convert(type === 'sint32' ? 'int32' : type, reader.value(wireType), undefined, depth));\n}",
    caughtBy: 'packed sint32',
  },
  {
    change: 'the rest of a packed list is ignored',
    find: 'while (!reader.isDone) list.push(convert',
    replace:
      'while (!reader.isDone && (wireType !== I32 || bytes.length - reader.at >= 4)) list.push(convert',
    caughtBy: 'a packed list that ends inside a float',
  },
  {
    change: 'messages in a list do not count as nested',
    find: 'if (wireType === own) list.push(convert(type, value, undefined, depth));',
    replace: 'if (wireType === own) list.push(convert(type, value, undefined, -1));',
    caughtBy: 'messages nested 101 deep, each in a list',
  },
];

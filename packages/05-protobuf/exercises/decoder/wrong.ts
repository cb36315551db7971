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
    find: 'else if (wireType === LEN) list.push(...unpack(type, own, value as Buffer, depth));',
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
];

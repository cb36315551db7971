// What the codecs refuse: invalid bytes, messages over a limit, and values that their
// fields cannot hold.

import { ProtobufError, type Message } from '..';
import { codecNames, codecs } from '../testing/codecs';
import { hex } from '../testing/hex';
import { everyType } from '../testing/schemas';

/** [1, a hole, 2] */
const withHole = Object.assign(new Array<number>(3), { 0: 1, 2: 2 });

describe.each(codecNames)('the %s codec', (name) => {
  const ours = codecs[name](everyType);
  const decode = (bytes: Uint8Array): Message => ours.decode(bytes);
  const encode = (message: Message): Buffer => Buffer.from(ours.encode(message));
  const refusal = (bytes: Uint8Array): ProtobufError => {
    try {
      decode(bytes);
    } catch (error) {
      if (error instanceof ProtobufError) return error;
      throw error;
    }
    throw new Error('expected a ProtobufError, got a message');
  };

  describe('an error has the offset and the field', () => {
    test.each([
      ['18', 1, 'i32', 'byte 1, i32: expected a varint at byte 1, got the end'],
      [
        '18 80',
        2,
        'i32',
        'byte 2, i32: truncated varint at byte 1: 1 bytes, the last with its continuation bit set',
      ],
      ['72 05 61 62', 2, 'text', 'byte 2, text: expected 5 bytes, but only 2 left'],
      [
        '72 ff ff ff ff 0f 61',
        6,
        'text',
        'byte 6, text: expected 4294967295 bytes, but only 1 left',
      ],
      ['09 00', 1, 'f64', 'byte 1, f64: expected 8 bytes, but only 1 left'],
      ['8a 01 04 72 02 c3 28', 4, 'inner.text', 'byte 4, inner.text: invalid UTF-8'],
      [
        'ba 01 00 ba 01 03 0a 05 61',
        8,
        'leaves[1].name',
        'byte 8, leaves[1].name: expected 5 bytes, but only 1 left',
      ],
      [
        'a2 01 02 01 80',
        5,
        'numbers',
        'byte 5, numbers: truncated varint at byte 4: 1 bytes, the last with its continuation bit set',
      ],
      [
        'd2 01 03 0a 05 61',
        5,
        'counts.key',
        'byte 5, counts.key: expected 5 bytes, but only 1 left',
      ],
      ['00 01', 0, '', 'byte 0: invalid field number 0'],
      ['1e 01', 0, '', 'byte 0: unknown wire type 6'],
      ['1c', 1, '', 'byte 1: end of group 3 without a start'],
      ['c3 3e cc 3e', 4, '', 'byte 4: expected the end of group 1000, got the end of 1001'],
      ['c3 3e', 2, '', 'byte 2: expected a varint at byte 2, got the end'],
      [
        '18 ff ff ff ff ff ff ff ff ff 7f',
        10,
        'i32',
        "byte 10, i32: the varint's last byte, at byte 10, goes beyond 64 bits",
      ],
      [
        '18 ff ff ff ff ff ff ff ff ff ff 01',
        10,
        'i32',
        'byte 10, i32: the varint at byte 1 is longer than 10 bytes',
      ],
      ['ff ff ff ff ff 01 00', 4, '', 'byte 4: the varint at byte 0 is longer than 5 bytes'],
    ])('%s', (bytes, offset, path, message) => {
      const error = refusal(hex(bytes));
      expect({ ...error, message: error.message }).toMatchObject({
        code: 'INVALID_ARGUMENT',
        offset,
        path,
        message,
      });
      expect(error.picture).toContain('^^');
    });

    test('a message truncated anywhere is refused, or decodes to a valid shorter message', () => {
      const whole = encode({ i32: 300, text: 'abc', inner: { counts: new Map([['a', 1]]) } });
      const ends = Array.from({ length: whole.length + 1 }, (_, end) => {
        try {
          decode(whole.subarray(0, end));
          return end;
        } catch (error) {
          expect(error).toBeInstanceOf(ProtobufError);
          return undefined;
        }
      });
      expect(ends.filter((end) => end !== undefined)).toEqual([0, 3, 8, whole.length]);
    });
  });

  describe('limits', () => {
    test('bytes', () => {
      const codec = codecs[name](everyType, { maxMessageBytes: 4 });
      expect(() => codec.decode(hex('72 03 61 62 63'))).toThrow(
        'byte 0: message of 5 bytes exceeds the limit of 4',
      );
      expect(() => codec.encode({ text: 'abc' })).toThrow(
        new RangeError('message of 5 bytes exceeds the limit of 4'),
      );
      expect(codec.decode(codec.encode({ text: 'ab' }))['text']).toBe('ab');
    });

    test('depth', () => {
      const codec = codecs[name](everyType, { maxDepth: 2 });
      const within = (depth: number): Message => (depth === 0 ? {} : { inner: within(depth - 1) });
      expect(codec.decode(codec.encode(within(2)))['inner']).toBeDefined();
      expect(() => codec.encode(within(3))).toThrow('inner.inner.inner…: nested deeper than 2');
      expect(() => codec.decode(codecs.plain(everyType).encode(within(3)))).toThrow(
        expect.objectContaining({ code: 'RESOURCE_EXHAUSTED', path: 'inner.inner.inner' }) as Error,
      );
      expect(() => codec.decode(hex('c3 3e c3 3e c3 3e c4 3e c4 3e c4 3e'))).toThrow(
        'nested deeper than 2',
      );
      expect(codec.decode(codec.encode({ inner: { inner: { numbers: [1] } } }))).toBeDefined();
    });

    test('a message that contains itself', () => {
      const loop: Message = {};
      loop['inner'] = loop;
      expect(() => encode(loop)).toThrow('nested deeper than 100');
    });

    test('fields in memory, which two bytes on the wire can allocate', () => {
      const fields = everyType.fields.length;
      const codec = codecs[name](everyType, { maxFields: fields + 5 });
      expect(codec.decode(hex('ba 01 00 ba 01 00'))['leaves']).toHaveLength(2);
      expect(() => codec.decode(hex('ba 01 00 ba 01 00 ba 01 00'))).toThrow(
        expect.objectContaining({
          code: 'RESOURCE_EXHAUSTED',
          message: `byte 9, leaves[2]: more than ${fields + 5} fields`,
        }) as Error,
      );
      const unknown = 'c0 3e 05';
      expect(() => codec.decode(hex(unknown.repeat(6)))).toThrow(`more than ${fields + 5} fields`);
    });
  });

  describe('values that a field cannot hold are refused', () => {
    test.each<[message: Message, says: string]>([
      [{ i32: 2 ** 31 }, 'i32: expected a 32-bit integer, got 2147483648'],
      [{ i32: 1.5 }, 'i32: expected a 32-bit integer, got 1.5'],
      [{ i32: 1n }, 'i32: expected a 32-bit integer, got 1n'],
      [{ u32: -1 }, 'u32: expected an unsigned 32-bit integer, got -1'],
      [{ x32: 2 ** 32 }, 'x32: expected an unsigned 32-bit integer, got 4294967296'],
      [{ y32: NaN }, 'y32: expected a 32-bit integer, got NaN'],
      [{ s32: -(2 ** 31) - 1 }, 's32: expected a 32-bit integer, got -2147483649'],
      [{ i64: 1 }, 'i64: expected a 64-bit bigint, got 1'],
      [{ i64: 2n ** 63n }, 'i64: expected a 64-bit bigint, got 9223372036854775808n'],
      [{ u64: -1n }, 'u64: expected an unsigned 64-bit bigint, got -1n'],
      [{ s64: 2n ** 63n }, 's64: expected a 64-bit bigint, got 9223372036854775808n'],
      [{ x64: 2n ** 64n }, 'x64: expected an unsigned 64-bit bigint, got 18446744073709551616n'],
      [{ y64: -(2n ** 63n) - 1n }, 'y64: expected a 64-bit bigint, got -9223372036854775809n'],
      [{ f32: '1' }, 'f32: expected a number, got "1"'],
      [{ f64: true }, 'f64: expected a number, got true'],
      [{ flag: 1 }, 'flag: expected true or false, got 1'],
      [{ text: 5 }, 'text: expected a string without lone surrogates, got 5'],
      [{ text: 'a\ud800' }, 'text: expected a string without lone surrogates, got "a\\ud800"'],
      [
        { text: `${'a'.repeat(40)}\udc00` },
        `text: expected a string without lone surrogates, got "${'a'.repeat(40)}"`,
      ],
      [{ blob: 'abc' }, 'blob: expected a Uint8Array, got "abc"'],
      [{ color: 'RED' }, 'color: expected a 32-bit integer, got "RED"'],
      [{ inner: 'x' }, 'inner: expected an object, got "x"'],
      [{ inner: [] }, 'inner: expected an object, got an array'],
      [{ inner: null as never }, 'inner: expected an object, got null'],
      [{ inner: { inner: { i32: 'x' } } }, 'inner.inner.i32: expected a 32-bit integer, got "x"'],
      [
        { leaves: [{}, { size: -1 }] },
        'leaves[1].size: expected an unsigned 32-bit integer, got -1',
      ],
      [{ numbers: 5 }, 'numbers: expected an array, got 5'],
      [{ numbers: [1, 'x'] }, 'numbers[1]: expected a 32-bit integer, got "x"'],
      [{ numbers: withHole }, 'numbers[1]: expected a 32-bit integer, got undefined'],
      [{ counts: {} }, 'counts: expected a Map, got an object'],
      [
        { counts: new Map([[1, 1]]) },
        'counts.key: expected a string without lone surrogates, got 1',
      ],
      [{ counts: new Map([['a', 'b']]) }, 'counts.value: expected a 32-bit integer, got "b"'],
      [
        { counts: new Map([['a', undefined]]) },
        'counts: expected a key and a value, got undefined',
      ],
      [{ number: 1, word: 'x' }, 'choice: expected at most one member, got "number and word"'],
    ])('%p', (message, says) => {
      expect(() => encode(message)).toThrow(new TypeError(says));
    });
  });
});

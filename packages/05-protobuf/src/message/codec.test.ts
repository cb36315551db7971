import fc from 'fast-check';
import type { Message } from '..';
import { messageOf } from '../testing/arbitrary';
import { codecNames, codecs } from '../testing/codecs';
import { hex } from '../testing/hex';
import { everyType, leafType } from '../testing/schemas';

/** Only the fields that are set, because a decoded message also has the empty ones. */
const set = (message: Message): Message =>
  Object.fromEntries(
    Object.entries(message).filter(([, value]) => {
      if (value === undefined || value === '' || value === 0 || value === 0n || value === false)
        return false;
      if (Array.isArray(value)) return value.length > 0;
      if (value instanceof Map) return value.size > 0;
      return !(value instanceof Uint8Array) || value.length > 0;
    }),
  );

describe.each(codecNames)('the %s codec', (name) => {
  const codec = codecs[name](everyType);
  const decode = (bytes: Uint8Array): Message => codec.decode(bytes);
  const encode = (message: Message): Buffer => Buffer.from(codec.encode(message));

  describe('one field at a time', () => {
    test.each<[bytes: string, message: Message]>([
      ['18 96 01', { i32: 150 }],
      ['18 ac 02', { i32: 300 }],
      ['18 ff ff ff ff ff ff ff ff ff 01', { i32: -1 }],
      ['20 ff ff ff ff ff ff ff ff ff 01', { i64: -1n }],
      ['20 ff ff ff ff ff ff ff ff 7f', { i64: 2n ** 63n - 1n }],
      ['28 ff ff ff ff 0f', { u32: 4_294_967_295 }],
      ['30 ff ff ff ff ff ff ff ff ff 01', { u64: 2n ** 64n - 1n }],
      ['30 80 80 80 80 80 80 80 01', { u64: 2n ** 49n }],
      ['38 01', { s32: -1 }],
      ['38 ff ff ff ff 0f', { s32: -2_147_483_648 }],
      ['40 f2 14', { s64: 1337n }],
      ['28 b9 0a', { u32: 1337 }],
      ['4d 01 00 00 80', { x32: 2_147_483_649 }],
      ['51 ff ff ff ff ff ff ff ff', { x64: 2n ** 64n - 1n }],
      ['5d ff ff ff ff', { y32: -1 }],
      ['61 ff ff ff ff ff ff ff ff', { y64: -1n }],
      ['09 00 00 00 00 00 00 f0 3f', { f64: 1 }],
      ['09 00 00 00 00 00 00 00 80', { f64: -0 }],
      ['15 00 00 c0 3f', { f32: 1.5 }],
      ['68 01', { flag: true }],
      ['72 07 74 65 73 74 69 6e 67', { text: 'testing' }],
      ['72 04 f0 9f 90 98', { text: '🐘' }],
      ['7a 02 00 ff', { blob: Uint8Array.of(0, 255) }],
      ['80 01 01', { color: 1 }],
      ['80 01 ff ff ff ff ff ff ff ff ff 01', { color: -1 }],
      ['90 01 00', { maybe: 0 }],
      ['9a 01 00', { maybeText: '' }],
      ['a2 01 06 03 8e 02 9e a7 05', { numbers: [3, 270, 86_942] }],
      ['a8 01 01 a8 01 02', { wide: [-1n, 1n] }],
      ['b2 01 01 61 b2 01 00', { texts: ['a', ''] }],
      ['c2 01 03 00 01 07', { colors: [0, 1, 7] }],
      ['d2 01 05 0a 01 61 10 07', { counts: new Map([['a', 7]]) }],
      ['e2 01 04 08 01 12 00', { blobs: new Map([[true, new Uint8Array(0)]]) }],
      ['e8 01 00', { number: 0 }],
      ['f2 01 01 78', { word: 'x' }],
      ['f8 ff ff ff 0f 01', { far: 1 }],
    ])('%s is %j', (bytes, message) => {
      expect(Object.entries(decode(hex(bytes)))).toEqual(
        expect.arrayContaining(Object.entries(message)),
      );
      expect(encode(message).toString('hex')).toBe(bytes.replaceAll(' ', ''));
    });

    test('a message with no field set takes no bytes', () => {
      expect(encode({})).toHaveLength(0);
      expect(set(decode(Buffer.alloc(0)))).toEqual({});
    });

    test('a nested message is length-delimited, like text', () => {
      const message = { inner: { i32: 150 }, leaf: { name: 'x', size: 1 } };
      const bytes = '8a0103189601fa01050a01781001';
      expect(encode(message).toString('hex')).toBe(bytes);
      const { inner, leaf } = decode(hex(bytes));
      expect(set(inner as Message)).toEqual({ i32: 150 });
      expect(leaf).toEqual({ name: 'x', size: 1 });
    });
  });

  describe('what a decoder must do', () => {
    test('if a field occurs several times, the last one counts', () => {
      expect(set(decode(hex('18 01 18 02')))).toEqual({ i32: 2 });
    });

    test('the pieces of a nested message are merged', () => {
      const { inner } = decode(hex('8a 01 02 18 01  8a 01 02 28 02  8a 01 02 18 03'));
      expect(set(inner as Message)).toEqual({ i32: 3, u32: 2 });
    });

    test('repeated numbers are read packed or one by one, regardless of the schema', () => {
      expect(set(decode(hex('a0 01 01  a2 01 02 02 03  a0 01 04')))).toEqual({
        numbers: [1, 2, 3, 4],
      });
      expect(set(decode(hex('aa 01 02 01 02')))).toEqual({ wide: [-1n, 1n] });
    });

    test('in a oneof, the last member received is set', () => {
      expect(set(decode(hex('e8 01 05  f2 01 01 78')))).toEqual({ word: 'x' });
      expect(set(decode(hex('fa 01 02 10 01  f2 01 01 78  e8 01 05')))).toEqual({ number: 5 });
    });

    test('a message in a oneof is merged only if it was the member that is set', () => {
      expect(set(decode(hex('fa 01 02 10 01  fa 01 03 0a 01 78')))).toEqual({
        leaf: { name: 'x', size: 1 },
      });
      expect(set(decode(hex('fa 01 02 10 01  e8 01 05  fa 01 03 0a 01 78')))).toEqual({
        leaf: { name: 'x', size: 0 },
      });
    });

    test('of two map entries with the same key, the later one counts; a missing key or value is zero', () => {
      expect(set(decode(hex('d2 01 05 0a 01 61 10 07  d2 01 05 10 08 0a 01 61')))).toEqual({
        counts: new Map([['a', 8]]),
      });
      expect(set(decode(hex('d2 01 00  da 01 02 08 05')))).toEqual({
        counts: new Map([['', 0]]),
        byId: new Map([[5n, { name: '', size: 0 }]]),
      });
    });

    test('unknown fields are kept in order, and written back after the known ones', () => {
      const unknown = [
        'c0 3e 05',
        'cd 3e 01 02 03 04',
        'd2 3e 01 78',
        'd9 3e 01 02 03 04 05 06 07 08',
      ];
      const message = decode(hex(`${unknown[0]} ${unknown[1]} 18 01 ${unknown[2]} ${unknown[3]}`));
      expect(message.$unknown).toEqual(unknown.map(hex));
      expect(encode(message)).toEqual(hex(`18 01 ${unknown.join('')}`));
    });

    test('a field with the wrong wire type is an unknown field', () => {
      const message = decode(hex('1a 01 78'));
      expect(message).toMatchObject({ i32: 0, $unknown: [hex('1a 01 78')] });
    });

    test('nested groups are skipped', () => {
      const group = 'c3 3e  08 01  cb 3e 0a 01 78 cc 3e  c4 3e';
      expect(decode(hex(`${group} 18 01`))).toMatchObject({ i32: 1, $unknown: [hex(group)] });
    });

    test('an int32 of more than 32 bits loses the upper ones; a bool is any number but 0', () => {
      expect(set(decode(hex('18 81 80 80 80 10  68 80 80 80 80 80 80 80 80 80 01')))).toEqual({
        i32: 1,
        flag: true,
      });
    });

    test('a number may take more bytes than it needs', () => {
      expect(set(decode(hex('18 81 80 80 00  98 00 82 00')))).toEqual({ i32: 2 });
    });

    test('an inherited field is encoded', () => {
      const bytes = codecs[name](leafType).encode(Object.create({ size: 7 }) as Message);
      expect(bytes).toEqual(hex('10 07'));
    });
  });

  test('any message survives a round trip', () => {
    fc.assert(
      fc.property(messageOf(everyType), (message) => {
        expect(decode(encode(message))).toEqual(message);
      }),
      { numRuns: 150 },
    );
  });
});

/** The decoded message, or the error's message. */
function outcome(decode: () => Message): unknown {
  try {
    return decode();
  } catch (error) {
    return (error as Error).message;
  }
}

describe('both codecs agree', () => {
  const plain = codecs.plain(everyType);
  const fast = codecs.fast(everyType);

  test('the same bytes for any message', () => {
    fc.assert(
      fc.property(messageOf(everyType), (message) => {
        expect(fast.encode(message)).toEqual(plain.encode(message));
      }),
      { numRuns: 300 },
    );
  });

  test('the same message, or the same error, for any bytes', () => {
    const valid = messageOf(everyType, 1).map((message) => new Uint8Array(plain.encode(message)));
    const flipped = fc.tuple(valid, fc.nat(), fc.nat(255)).map(([bytes, at, byte]) => {
      const changed = Uint8Array.from(bytes);
      if (changed.length > 0) changed[at % changed.length] = byte;
      return changed;
    });
    const cut = fc
      .tuple(valid, fc.nat())
      .map(([bytes, at]) => bytes.subarray(0, at % (bytes.length + 1)));
    const joined = fc.tuple(valid, valid).map(([a, b]) => Uint8Array.from([...a, ...b]));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), flipped, cut, joined), (bytes) => {
        expect(outcome(() => fast.decode(bytes))).toEqual(outcome(() => plain.decode(bytes)));
      }),
      { numRuns: 2_000 },
    );
  });
});

import fc from 'fast-check';
import {
  decodeMessage,
  DEFAULT_PROTOBUF_LIMITS,
  encodeMessage,
  parseProto,
  type Message,
} from '..';
import { messageOf } from '../testing/arbitrary';
import { everyType } from '../testing/schemas';
import { compile, MessageCodec, sourceFor, type Functions } from './compile';

const NO_FALLBACK: Functions = {
  decode: () => {
    throw new Error('falls back to the plain codec');
  },
  encode: () => {
    throw new Error('falls back to the plain codec');
  },
};

describe('generated functions', () => {
  const { decode, encode } = compile(everyType, NO_FALLBACK);
  const limits = DEFAULT_PROTOBUF_LIMITS;

  test('handle every ordinary message themselves, without the plain codec', () => {
    fc.assert(
      fc.property(messageOf(everyType), (message) => {
        const bytes = encodeMessage(everyType, message);
        expect(encode(message, limits)).toEqual(new Uint8Array(bytes));
        expect(decode(bytes, limits)).toEqual(message);
      }),
      { numRuns: 200 },
    );
  });

  test('return the last member of a oneof, whatever was set before', () => {
    const type = parseProto(
      'syntax = "proto3"; message A { oneof o { int32 a = 1; A b = 2; string c = 3; } int32 d = 4; }',
    ).message('A');
    const functions = compile(type, NO_FALLBACK);
    const SETS = ['0801', '12020805', '1a0178', '2009'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...SETS), { maxLength: 6 }), (sets) => {
        const bytes = Buffer.from(sets.join(''), 'hex');
        const expected = decodeMessage(type, bytes);
        // Merging the pieces of a message falls back to the plain codec.
        const members = sets.filter((one) => one !== '2009').join();
        if (!members.includes('12020805,12020805'))
          expect(functions.decode(bytes, limits)).toEqual(expected);
        expect(new MessageCodec(type).decode(bytes)).toEqual(expected);
      }),
    );
  });

  test('fall back to the plain codec for invalid bytes and values', () => {
    expect(() => decode(Buffer.from([0x18, 0x80]), limits)).toThrow(
      'falls back to the plain codec',
    );
    expect(() => encode({ i32: 'x' }, limits)).toThrow('falls back to the plain codec');
    const tooLong = { ...limits, maxMessageBytes: 1 };
    expect(() => decode(Buffer.from([0x18, 0x01]), tooLong)).toThrow(
      'falls back to the plain codec',
    );
    expect(() => encode({ i32: 1 }, tooLong)).toThrow('falls back to the plain codec');
  });

  test('contain only numbers and quoted names from the schema', () => {
    const type = parseProto(
      'syntax = "proto3"; message A { int32 __proto__ = 1; int32 constructor = 2; int32 _1st = 3; }',
    ).message('A');
    const codec = new MessageCodec(type);
    const message = { Proto: 1, constructor: 2, '1st': 3 } as unknown as Message;
    expect(codec.decode(codec.encode(message))).toEqual(message);
    expect(codec.encode({})).toHaveLength(0);
    expect(sourceFor(type)).toContain('m["constructor"]');
    expect(sourceFor(type)).not.toContain('__proto__');
  });
});

describe('the buffer that messages share', () => {
  const text = parseProto('syntax = "proto3"; message T { string a = 1; T t = 2; bytes b = 3; }');
  const type = text.message('T');

  test('messages that were returned do not change', () => {
    const codec = new MessageCodec(type);
    const messages = Array.from({ length: 5_000 }, (_, i) => ({ a: 'x'.repeat(i % 300) }));
    const encoded = messages.map((message) => codec.encode(message));
    encoded.forEach((bytes, i) => expect(bytes).toEqual(encodeMessage(type, messages[i] ?? {})));
  });

  /** Only the fields that are neither empty nor absent. */
  const outer = ({ a, t, b }: Message) => {
    const blob = Buffer.from(b as Uint8Array).toString('latin1');
    return `${a as string} ${(t as Message)['a'] as string} ${blob}`;
  };

  test.each([0, 1, 31, 32, 33, 127, 128, 129, 16_383, 16_384, 70_000, 2_097_151, 2_097_152])(
    'strings of %i characters, of one byte and of three, and the length prefixes around them',
    (length) => {
      const codec = new MessageCodec(type);
      for (const a of [
        'x'.repeat(length),
        '€'.repeat(length / 2),
        `${'x'.repeat(Math.max(0, length - 1))}é`,
      ]) {
        const message = { a, t: { a, t: { a: 'inner' } }, b: new Uint8Array(length).fill(7) };
        const large = { maxMessageBytes: 64 * 1024 * 1024 };
        const wide = new MessageCodec(type, large);
        const bytes = encodeMessage(type, message, large);
        expect(Buffer.compare(wide.encode(message), bytes)).toBe(0);
        expect(outer(wide.decode(bytes)) === outer(message)).toBe(true);
        expect(codec.encode({ a: 'still' })).toEqual(encodeMessage(type, { a: 'still' }));
      }
    },
  );

  test('a getter that encodes another message changes neither message', () => {
    const codec = new MessageCodec(type);
    const within = {
      get a(): string {
        return Buffer.from(codec.encode({ a: 'inner' })).toString('hex');
      },
    };
    expect(codec.encode({ a: 'x', t: within })).toEqual(
      encodeMessage(type, { a: 'x', t: { a: '0a05696e6e6572' } }),
    );
  });
});

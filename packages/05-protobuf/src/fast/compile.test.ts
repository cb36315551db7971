import fc from 'fast-check';
import { encodeMessage, parseProto, type Message } from '..';
import { messageOf } from '../testing/arbitrary';
import { everyType } from '../testing/schemas';
import { functionsFor, MessageCodec, sourceFor } from './compile';
import { Cursor } from './cursor';
import { LEAVE } from './library';
import { Output } from './output';

describe('generated functions', () => {
  const { decode, encode } = functionsFor(everyType);

  test('do all of an ordinary message themselves: they leave nothing to the plain codec', () => {
    const cursor = new Cursor();
    const output = new Output();
    fc.assert(
      fc.property(messageOf(everyType), (message) => {
        const bytes = encodeMessage(everyType, message);
        const end = encode(output, message, output.begin(100), 0);
        expect(output.take(end)).toEqual(bytes);
        output.end();
        cursor.begin(bytes, 1_000_000, 100);
        expect(decode(cursor, bytes.length, 0)).toEqual(message);
        cursor.end();
      }),
      { numRuns: 200 },
    );
  });

  test('leave what is wrong', () => {
    const cursor = new Cursor();
    const bytes = Buffer.from([0x18, 0x80]);
    cursor.begin(bytes, 1_000, 100);
    expect(() => decode(cursor, bytes.length, 0)).toThrow(LEAVE);
    const output = new Output();
    expect(() => encode(output, { i32: 'x' }, output.begin(100), 0)).toThrow(LEAVE);
  });

  test('are made once for a type', () => {
    expect(functionsFor(everyType)).toBe(functionsFor(everyType));
  });

  test('hold nothing of a schema but numbers and quoted names', () => {
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

  test('messages that were given out stay what they are', () => {
    const codec = new MessageCodec(type);
    const messages = Array.from({ length: 5_000 }, (_, i) => ({ a: 'x'.repeat(i % 300) }));
    const encoded = messages.map((message) => codec.encode(message));
    encoded.forEach((bytes, i) => expect(bytes).toEqual(encodeMessage(type, messages[i] ?? {})));
  });

  /** Without the fields that are empty in one and absent in the other. */
  const outer = ({ a, t, b }: Message) => {
    const blob = Buffer.from(b as Uint8Array).toString('latin1');
    return `${a as string} ${(t as Message)['a'] as string} ${blob}`;
  };

  test.each([0, 1, 31, 32, 33, 127, 128, 129, 16_383, 16_384, 70_000, 2_097_151, 2_097_152])(
    'text of %i characters, one byte each and three, and the lengths around it',
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

  test('a getter that encodes another message disturbs neither', () => {
    const codec = new MessageCodec(type);
    const within = {
      get a(): string {
        return codec.encode({ a: 'inner' }).toString('hex');
      },
    };
    expect(codec.encode({ a: 'x', t: within })).toEqual(
      encodeMessage(type, { a: 'x', t: { a: '0a05696e6e6572' } }),
    );
  });
});

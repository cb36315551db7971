import fc from 'fast-check';
import type { FieldType, PositionalRecord, PositionalValue, Schema } from './positional';
import { caught } from '../testing/caught';
import { subject } from '../testing/subject';

const { encodePositional, decodePositional } = subject();
const unhex = (text: string) => Buffer.from(text, 'hex');

const golden: readonly { type: FieldType; value: PositionalValue; hex: string }[] = [
  { type: 'u8', value: 255, hex: 'ff' },
  { type: 'u32', value: 1, hex: '01000000' },
  { type: 'f64', value: 1.5, hex: '000000000000f83f' },
  { type: 'uint', value: 300, hex: 'ac02' },
  { type: 'sint', value: -1, hex: '01' },
  { type: 'bool', value: true, hex: '01' },
  { type: 'string', value: 'é', hex: '02c3a9' },
];

test.each(golden)('golden: $type $value is $hex, both ways', ({ type, value, hex }) => {
  const schema: Schema = [['x', type]];
  expect(encodePositional(schema, { x: value }).toString('hex')).toBe(hex);
  expect(decodePositional(schema, unhex(hex))).toEqual({ x: value });
});

test('a double takes 8 bytes, whatever its value', () => {
  for (const x of [0, 1, Math.PI]) expect(encodePositional([['x', 'f64']], { x })).toHaveLength(8);
});

test('neither names nor types are in the bytes', () => {
  const schema: Schema = [
    ['method', 'string'],
    ['n', 'uint'],
  ];
  expect(encodePositional(schema, { method: 'pi', n: 1000 }).toString('hex')).toBe('027069e807');
});

test('two sides that disagree get wrong values and no error', () => {
  const sent: Schema = [
    ['width', 'uint'],
    ['height', 'uint'],
  ];
  const believed: Schema = [
    ['height', 'uint'],
    ['width', 'uint'],
  ];
  const bytes = encodePositional(sent, { width: 640, height: 480 });
  expect(decodePositional(believed, bytes)).toEqual({ width: 480, height: 640 });
});

describe('refused, with the offset', () => {
  test.each<[string, FieldType, string, string, number]>([
    ['', 'u8', '', '"x" needs 1 bytes, 0 are left, at byte 0', 0],
    ['', 'f64', '00000000', '"x" needs 8 bytes, 4 are left, at byte 0', 0],
    ['', 'string', '05616263', '"x" needs 5 bytes, 3 are left, at byte 1', 1],
    ['', 'string', 'ffffffff0f', '"x" needs 4294967295 bytes, 0 are left, at byte 5', 5],
    ['', 'string', '01ff', '"x" is not UTF-8, at byte 1', 1],
    ['', 'bool', '02', '"x" is neither 0 nor 1 but 2, at byte 0', 0],
    ['', 'u8', '0102', '1 bytes are left after the last field, at byte 1', 1],
    [
      '',
      'uint',
      '80',
      'truncated varint at byte 0: 1 bytes, the last with its continuation bit set',
      1,
    ],
  ])('%s%s from "%s"', (_, type, hex, message, offset) => {
    expect(caught(() => decodePositional([['x', type]], unhex(hex)))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      message,
      offset,
    });
  });
});

test.each<[FieldType, PositionalRecord, string]>([
  ['u8', {}, '"x" must be a number, got undefined'],
  ['u8', { x: '1' }, '"x" must be a number, got string'],
  ['u8', { x: 1.5 }, '"x" must be an integer, got 1.5'],
  ['u8', { x: 256 }, 'out of range'],
  ['u32', { x: -1 }, 'out of range'],
  ['bool', { x: 1 }, '"x" must be a boolean, got number'],
  ['string', { x: 1 }, '"x" must be a string, got number'],
  ['uint', { x: -1 }, 'a 32-bit varint holds 0 to 4294967295, not -1'],
])('a value that does not fit %s is refused: %j', (type, record, message) => {
  expect(() => encodePositional([['x', type]], record)).toThrow(message);
});

const valueOf: Record<FieldType, fc.Arbitrary<PositionalValue>> = {
  u8: fc.integer({ min: 0, max: 255 }),
  u32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  f64: fc.double({ noNaN: true }),
  uint: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  sint: fc.integer(),
  bool: fc.boolean(),
  string: fc.string(),
};
const fieldTypes = Object.keys(valueOf) as FieldType[];

test('every record of every schema comes back, and every shorter or longer input is refused', () => {
  const fields = fc.array(
    fc.constantFrom(...fieldTypes).chain((type) => fc.tuple(fc.constant(type), valueOf[type])),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(fields, (typed) => {
      const schema = typed.map(([type], i) => [`f${i}`, type] as const);
      const record = Object.fromEntries(typed.map(([, value], i) => [`f${i}`, value]));
      const bytes = encodePositional(schema, record);
      expect(decodePositional(schema, bytes)).toEqual(record);
      for (let end = 0; end < bytes.length; end++) {
        const code = caught(() => decodePositional(schema, bytes.subarray(0, end))).code;
        expect(code).toBe('INVALID_ARGUMENT');
      }
      const longer = Buffer.concat([bytes, Buffer.of(0)]);
      expect(caught(() => decodePositional(schema, longer)).message).toContain(
        'left after the last',
      );
    }),
  );
});

test('any bytes under any schema are a record or INVALID_ARGUMENT', () => {
  const schemas = fc.array(fc.constantFrom(...fieldTypes), { maxLength: 5 });
  fc.assert(
    fc.property(schemas, fc.uint8Array({ maxLength: 30 }), (types, bytes) => {
      const schema = types.map((type, i) => [`f${i}`, type] as const);
      try {
        expect(Object.keys(decodePositional(schema, bytes))).toHaveLength(types.length);
      } catch (error) {
        expect(error).toMatchObject({ code: 'INVALID_ARGUMENT' });
      }
    }),
  );
});

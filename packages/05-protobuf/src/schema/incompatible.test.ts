import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { incompatibilities, loadProto, MessageCodec, parseProto } from '..';

const SHOP = join(__dirname, '../../proto/shop.proto');
const message = (fields: string) => parseProto(`syntax = "proto3"; message M { ${fields} }`);

test.each([
  ['int32 a = 1;', 'int32 a = 1; string b = 2;', []],
  ['int32 a = 1;', 'int32 renamed = 1;', []],
  ['int32 a = 1;', 'reserved 1; reserved "a";', []],
  ['int32 a = 1;', 'optional int32 a = 1;', []],
  ['repeated int32 a = 1 [packed = false];', 'repeated int32 a = 1;', []],
  ['int32 a = 1;', '', ['M.a was removed, but its number 1 is not reserved']],
  ['int32 a = 1;', 'sint32 a = 1;', ['field number 1, M.a, changed type from int32 to sint32']],
  [
    'int32 a = 1;',
    'repeated int32 a = 1;',
    ['field number 1, M.a, changed type from int32 to repeated int32'],
  ],
  ['M a = 1;', 'string b = 1;', ['field number 1, M.a, changed type from M to string']],
  [
    'map<string, int32> a = 1;',
    'map<int32, M> a = 1;',
    ['field number 1, M.a, changed type from map<string, int32> to map<int32, M>'],
  ],
])('from %j to %j', (before, after, expected) => {
  expect(incompatibilities(message(before), message(after))).toEqual(expected);
});

test('a message that was removed', () => {
  const none = parseProto('syntax = "proto3";');
  expect(incompatibilities(message('int32 a = 1;'), none)).toEqual(['M was removed']);
});

describe('a new version of the shop’s schema', () => {
  const before = loadProto(SHOP);
  const after = parseProto(
    readFileSync(SHOP, 'utf8').replace('uint32 id = 1;', 'uint32 id = 1; string note = 7;'),
  );

  test('adds a field and breaks nothing', () => {
    const fields = (schema: typeof before) => schema.message('shop.Order').fields.length;
    expect(incompatibilities(before, after)).toEqual([]);
    expect(fields(after)).toBeGreaterThan(fields(before));
  });

  test('lets old and new programs read each other’s messages', () => {
    const [older, newer] = [before, after].map(
      (schema) => new MessageCodec(schema.message('shop.Order')),
    );
    const order = { id: 7, customer: 'Ada' };
    expect(newer?.decode(older?.encode(order) ?? Buffer.alloc(0))).toMatchObject(order);
    expect(older?.decode(newer?.encode(order) ?? Buffer.alloc(0))).toMatchObject(order);
  });
});

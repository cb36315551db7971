import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { incompatibilities, loadProto, MessageCodec, parseProto } from '..';

const SHOP = join(__dirname, '../../proto/shop.proto');
const message = (fields: string) => parseProto(`syntax = "proto3"; message M { ${fields} }`);

test.each([
  ['int32 a = 1;', 'int32 a = 1; string b = 2;', []],
  ['int32 a = 1;', 'int32 renamed = 1;', []],
  ['int32 a = 1;', 'reserved 1; reserved "a";', []],
  ['int32 a = 1;', 'optional int32 a = 1;', []],
  ['repeated int32 a = 1 [packed = false];', 'repeated int32 a = 1;', []],
  ['int32 a = 1;', '', ['M.a is gone, and its number 1 is not reserved']],
  ['int32 a = 1;', 'sint32 a = 1;', ['M.a was int32, and the number 1 is sint32 now']],
  [
    'int32 a = 1;',
    'repeated int32 a = 1;',
    ['M.a was int32, and the number 1 is repeated int32 now'],
  ],
  ['M a = 1;', 'string b = 1;', ['M.a was M, and the number 1 is string now']],
  [
    'map<string, int32> a = 1;',
    'map<int32, M> a = 1;',
    ['M.a was map<string, int32>, and the number 1 is map<int32, M> now'],
  ],
])('from %j to %j', (before, after, expected) => {
  expect(incompatibilities(message(before), message(after))).toEqual(expected);
});

test('a message that is gone', () => {
  const none = parseProto('syntax = "proto3";');
  expect(incompatibilities(message('int32 a = 1;'), none)).toEqual(['M is gone']);
});

// With BYTES_UP_SCHEMA = a learner's new version of shop.proto, these judge it.
describe('a new version of the shop’s schema', () => {
  const path = process.env['BYTES_UP_SCHEMA'];
  const before = loadProto(SHOP);
  const after =
    path === undefined || path === ''
      ? parseProto(
          readFileSync(SHOP, 'utf8').replace('uint32 id = 1;', 'uint32 id = 1; string note = 7;'),
        )
      : loadProto(resolve(path));

  test('has a field more, and breaks nothing', () => {
    const fields = (schema: typeof before) => schema.message('shop.Order').fields.length;
    expect(incompatibilities(before, after)).toEqual([]);
    expect(fields(after)).toBeGreaterThan(fields(before));
  });

  test('old programs read what new ones write, and the other way round', () => {
    const [old, young] = [before, after].map(
      (schema) => new MessageCodec(schema.message('shop.Order')),
    );
    const order = { id: 7, customer: 'Ada' };
    expect(young?.decode(old?.encode(order) ?? Buffer.alloc(0))).toMatchObject(order);
    expect(old?.decode(young?.encode(order) ?? Buffer.alloc(0))).toMatchObject(order);
  });
});

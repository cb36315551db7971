// Values for tests: examples of each type with their bytes, and any value for property
// tests.

import fc from 'fast-check';
import { bulk, type RespPair, type RespValue } from '../value';

/** Each type with its bytes, from the specification's own examples where it has one. */
export const GOLDEN: readonly (readonly [bytes: string, value: RespValue])[] = [
  ['+OK\r\n', { type: 'simple string', value: 'OK' }],
  ['+\r\n', { type: 'simple string', value: '' }],
  ['-ERR unknown command\r\n', { type: 'simple error', value: 'ERR unknown command' }],
  [':1000\r\n', { type: 'integer', value: 1000n }],
  [':-9223372036854775808\r\n', { type: 'integer', value: -(2n ** 63n) }],
  ['$5\r\nhello\r\n', bulk('hello')],
  ['$0\r\n\r\n', bulk('')],
  ['$2\r\n\r\n\r\n', bulk('\r\n')],
  ['$-1\r\n', bulk(null)],
  ['*0\r\n', { type: 'array', value: [] }],
  ['*-1\r\n', { type: 'array', value: null }],
  ['*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n', { type: 'array', value: [bulk('ECHO'), bulk('hi')] }],
  [
    '*2\r\n*1\r\n:1\r\n*1\r\n$-1\r\n',
    {
      type: 'array',
      value: [
        { type: 'array', value: [{ type: 'integer', value: 1n }] },
        { type: 'array', value: [bulk(null)] },
      ],
    },
  ],
  ['_\r\n', { type: 'null', value: null }],
  ['#t\r\n', { type: 'boolean', value: true }],
  ['#f\r\n', { type: 'boolean', value: false }],
  [',1.23\r\n', { type: 'double', value: 1.23 }],
  [',inf\r\n', { type: 'double', value: Infinity }],
  [',-inf\r\n', { type: 'double', value: -Infinity }],
  [',nan\r\n', { type: 'double', value: NaN }],
  [
    '(3492890328409238509324850943850943825024385\r\n',
    { type: 'big number', value: 3492890328409238509324850943850943825024385n },
  ],
  [
    '!21\r\nSYNTAX invalid syntax\r\n',
    { type: 'bulk error', value: Buffer.from('SYNTAX invalid syntax') },
  ],
  [
    '=15\r\ntxt:Some string\r\n',
    { type: 'verbatim string', format: 'txt', value: Buffer.from('Some string') },
  ],
  ['~1\r\n+a\r\n', { type: 'set', value: [{ type: 'simple string', value: 'a' }] }],
  ['>1\r\n+message\r\n', { type: 'push', value: [{ type: 'simple string', value: 'message' }] }],
  [
    '%1\r\n+first\r\n:1\r\n',
    {
      type: 'map',
      value: [
        [
          { type: 'simple string', value: 'first' },
          { type: 'integer', value: 1n },
        ],
      ],
    },
  ],
  [
    '*1\r\n|1\r\n+ttl\r\n:3600\r\n:7\r\n',
    {
      type: 'array',
      value: [
        {
          type: 'attribute',
          value: [
            [
              { type: 'simple string', value: 'ttl' },
              { type: 'integer', value: 3600n },
            ],
          ],
        },
        { type: 'integer', value: 7n },
      ],
    },
  ],
];

const line = fc.string().map((text) => text.replace(/[\r\n\ud800-\udfff]/g, ' '));
const bytes = fc.uint8Array({ maxLength: 50 }).map((array) => Buffer.from(array));

/** Any value, a few levels deep. */
export const anyValue: fc.Arbitrary<RespValue> = fc.letrec<{ value: RespValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      type: fc.constantFrom('simple string' as const, 'simple error' as const),
      value: line,
    }),
    fc
      .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
      .map((value) => ({ type: 'integer' as const, value })),
    fc.bigInt().map((value) => ({ type: 'big number' as const, value })),
    fc.double().map((value) => ({ type: 'double' as const, value })),
    fc.boolean().map((value) => ({ type: 'boolean' as const, value })),
    fc.constant({ type: 'null' as const, value: null }),
    fc.option(bytes).map((value) => ({ type: 'bulk string' as const, value })),
    bytes.map((value) => ({ type: 'bulk error' as const, value })),
    bytes.map((value) => ({ type: 'verbatim string' as const, format: 'mkd', value })),
    fc
      .option(fc.array(tie('value'), { maxLength: 4 }))
      .map((value) => ({ type: 'array' as const, value })),
    fc.record({
      type: fc.constantFrom('set' as const, 'push' as const),
      value: fc.array(tie('value'), { maxLength: 4 }),
    }),
    fc
      .array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 })
      .map((value: RespPair[]) => ({ type: 'map' as const, value })),
  ),
})).value;

/** The bytes in pieces of 1 to 41 bytes, as the stream of numbers says. */
export function cut(bytes: Buffer, sizes: Iterator<number>): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + (sizes.next().value as number);
    chunks.push(bytes.subarray(at, end));
    at = end;
  }
  return chunks;
}

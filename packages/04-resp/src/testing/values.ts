// Values for tests: some of each type with their bytes, and any value for property tests.

import fc from 'fast-check';
import { bulk, type RespPair, type RespValue } from '../value';

/** Each type, as it stands on the wire. From the specification's own examples where it has one. */
export const GOLDEN: readonly (readonly [bytes: string, value: RespValue])[] = [
  ['+OK\r\n', { type: '+', value: 'OK' }],
  ['+\r\n', { type: '+', value: '' }],
  ['-ERR unknown command\r\n', { type: '-', value: 'ERR unknown command' }],
  [':1000\r\n', { type: ':', value: 1000n }],
  [':-9223372036854775808\r\n', { type: ':', value: -(2n ** 63n) }],
  ['$5\r\nhello\r\n', bulk('hello')],
  ['$0\r\n\r\n', bulk('')],
  ['$2\r\n\r\n\r\n', bulk('\r\n')],
  ['$-1\r\n', bulk(null)],
  ['*0\r\n', { type: '*', value: [] }],
  ['*-1\r\n', { type: '*', value: null }],
  ['*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n', { type: '*', value: [bulk('ECHO'), bulk('hi')] }],
  [
    '*2\r\n*1\r\n:1\r\n*1\r\n$-1\r\n',
    {
      type: '*',
      value: [
        { type: '*', value: [{ type: ':', value: 1n }] },
        { type: '*', value: [bulk(null)] },
      ],
    },
  ],
  ['_\r\n', { type: '_', value: null }],
  ['#t\r\n', { type: '#', value: true }],
  ['#f\r\n', { type: '#', value: false }],
  [',1.23\r\n', { type: ',', value: 1.23 }],
  [',inf\r\n', { type: ',', value: Infinity }],
  [',-inf\r\n', { type: ',', value: -Infinity }],
  [',nan\r\n', { type: ',', value: NaN }],
  [
    '(3492890328409238509324850943850943825024385\r\n',
    { type: '(', value: 3492890328409238509324850943850943825024385n },
  ],
  ['!21\r\nSYNTAX invalid syntax\r\n', { type: '!', value: Buffer.from('SYNTAX invalid syntax') }],
  ['=15\r\ntxt:Some string\r\n', { type: '=', format: 'txt', value: Buffer.from('Some string') }],
  ['~1\r\n+a\r\n', { type: '~', value: [{ type: '+', value: 'a' }] }],
  ['>1\r\n+message\r\n', { type: '>', value: [{ type: '+', value: 'message' }] }],
  [
    '%1\r\n+first\r\n:1\r\n',
    {
      type: '%',
      value: [
        [
          { type: '+', value: 'first' },
          { type: ':', value: 1n },
        ],
      ],
    },
  ],
  [
    '*1\r\n|1\r\n+ttl\r\n:3600\r\n:7\r\n',
    {
      type: '*',
      value: [
        {
          type: '|',
          value: [
            [
              { type: '+', value: 'ttl' },
              { type: ':', value: 3600n },
            ],
          ],
        },
        { type: ':', value: 7n },
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
    fc.record({ type: fc.constantFrom('+' as const, '-' as const), value: line }),
    fc
      .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
      .map((value) => ({ type: ':' as const, value })),
    fc.bigInt().map((value) => ({ type: '(' as const, value })),
    fc.double().map((value) => ({ type: ',' as const, value })),
    fc.boolean().map((value) => ({ type: '#' as const, value })),
    fc.constant({ type: '_' as const, value: null }),
    fc.option(bytes).map((value) => ({ type: '$' as const, value })),
    bytes.map((value) => ({ type: '!' as const, value })),
    bytes.map((value) => ({ type: '=' as const, format: 'mkd', value })),
    fc
      .option(fc.array(tie('value'), { maxLength: 4 }))
      .map((value) => ({ type: '*' as const, value })),
    fc.record({
      type: fc.constantFrom('~' as const, '>' as const),
      value: fc.array(tie('value'), { maxLength: 4 }),
    }),
    fc
      .array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 })
      .map((value: RespPair[]) => ({ type: '%' as const, value })),
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

// Bytes and the values that they are, by stage: the tables of the task.

export const simple = (value: string) => ({ type: 'simple string', value });
export const integer = (value: bigint) => ({ type: 'integer', value });
export const bulk = (value: string | null) => ({
  type: 'bulk string',
  value: value === null ? null : Buffer.from(value),
});
export const array = (...value: unknown[]) => ({ type: 'array', value });

/** `⏎` is CR LF. */
export type Row = readonly [wire: string, ...values: unknown[]];

export const LINE_ROWS: readonly Row[] = [
  ['+OK⏎', simple('OK')],
  ['+⏎', simple('')],
  ['-ERR no⏎', { type: 'simple error', value: 'ERR no' }],
  ['+a⏎+b⏎', simple('a'), simple('b')],
  ['+é 🙂⏎', simple('é 🙂')],
];
export const INTEGER_ROWS: readonly Row[] = [
  [':7⏎', integer(7n)],
  [':+7⏎', integer(7n)],
  [':-7⏎', integer(-7n)],
  [':9223372036854775807⏎', integer(2n ** 63n - 1n)],
  [':-9223372036854775808⏎', integer(-(2n ** 63n))],
];
export const BULK_ROWS: readonly Row[] = [
  ['$2⏎hi⏎', bulk('hi')],
  ['$0⏎⏎', bulk('')],
  ['$4⏎a⏎b⏎', bulk('a\r\nb')],
  ['$2⏎é⏎', bulk('é')],
  ['$-1⏎', bulk(null)],
  ['$-1⏎$1⏎a⏎', bulk(null), bulk('a')],
];
export const ARRAY_ROWS: readonly Row[] = [
  ['*2⏎:1⏎$2⏎hi⏎', array(integer(1n), bulk('hi'))],
  ['*0⏎', array()],
  ['*-1⏎', { type: 'array', value: null }],
  ['*2⏎*1⏎:1⏎:2⏎', array(array(integer(1n)), integer(2n))],
  ['*3⏎*0⏎*-1⏎$-1⏎', array(array(), { type: 'array', value: null }, bulk(null))],
  ['*2⏎$4⏎ECHO⏎$5⏎hello⏎*1⏎$4⏎PING⏎', array(bulk('ECHO'), bulk('hello')), array(bulk('PING'))],
];
export const RESP3_ROWS: readonly Row[] = [
  ['_⏎', { type: 'null', value: null }],
  ['#t⏎#f⏎', { type: 'boolean', value: true }, { type: 'boolean', value: false }],
  [',1.5⏎', { type: 'double', value: 1.5 }],
  [',-3⏎', { type: 'double', value: -3 }],
  [',1e21⏎', { type: 'double', value: 1e21 }],
  [',inf⏎,-inf⏎', { type: 'double', value: Infinity }, { type: 'double', value: -Infinity }],
  [',nan⏎', { type: 'double', value: NaN }],
  [
    '(123456789012345678901234567890⏎',
    { type: 'big number', value: 123456789012345678901234567890n },
  ],
  ['!5⏎ERR x⏎', { type: 'bulk error', value: Buffer.from('ERR x') }],
  ['=6⏎txt:hi⏎', { type: 'verbatim string', format: 'txt', value: Buffer.from('hi') }],
  ['~1⏎:1⏎', { type: 'set', value: [integer(1n)] }],
  ['>1⏎:1⏎', { type: 'push', value: [integer(1n)] }],
  ['%1⏎+a⏎:1⏎', { type: 'map', value: [[simple('a'), integer(1n)]] }],
  [
    '%2⏎+a⏎~0⏎+b⏎*1⏎#t⏎',
    {
      type: 'map',
      value: [
        [simple('a'), { type: 'set', value: [] }],
        [simple('b'), array({ type: 'boolean', value: true })],
      ],
    },
  ],
];

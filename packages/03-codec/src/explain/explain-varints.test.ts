import { explainVarints } from './explain-varints';

const explain = (...bytes: number[]) =>
  explainVarints(Uint8Array.from(bytes)).map(({ meaning, error }) => error ?? meaning);

test('each byte is explained as seven bits and the continuation bit; the last one has the sum', () => {
  expect(explain(0xac, 0x02)).toEqual([
    '0101100 × 2^0, another one follows',
    '0000010 × 2^7, the last one: 300, or 150 by zigzag',
  ]);
});

test('several varints follow each other', () => {
  expect(explain(0x00, 0x01, 0x7f)).toEqual([
    '0000000 × 2^0, the last one: 0, or 0 by zigzag',
    '0000001 × 2^0, the last one: 1, or -1 by zigzag',
    '1111111 × 2^0, the last one: 127, or -64 by zigzag',
  ]);
});

test('a truncated varint, or one of more than 64 bits, is shown with its error', () => {
  expect(explain(0x80)).toHaveLength(1);
  expect(explainVarints(Uint8Array.of(0x80))[0]?.error).toBeDefined();
  const tooLong = explainVarints(new Uint8Array(11).fill(0xff));
  expect(tooLong.filter(({ error }) => error !== undefined)).toHaveLength(2);
  expect(tooLong).toHaveLength(11);
});

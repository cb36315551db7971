import { PrintedByCase } from './printed-by-case';

const MARK = '\u0000mark\u0000';

test('each case gets its own lines, wherever the text is cut', () => {
  const text = `loaded\n${MARK}one\n\u0000two\n${MARK}${MARK}no end`;
  for (let at = 0; at <= text.length; at++) {
    const printed = new PrintedByCase(MARK);
    printed.add(text.slice(0, at));
    printed.add(text.slice(at));
    expect(printed.of(0)).toEqual({ count: 1, first: ['loaded'], last: [] });
    expect(printed.of(1)).toEqual({ count: 2, first: ['one', '\u0000two'], last: [] });
    expect(printed.of(2)).toBeUndefined();
    expect(printed.of(3)).toEqual({ count: 1, first: ['no end'], last: [] });
  }
});

test('of a flood, both ends are kept, and all lines are counted', () => {
  const printed = new PrintedByCase(MARK);
  for (let line = 0; line < 100_000; line++) printed.add(`${line}\n`);
  const { count, first, last } = printed.of(0) ?? { count: 0, first: [], last: [] };
  expect(count).toBe(100_000);
  expect(first.slice(0, 2)).toEqual(['0', '1']);
  expect(last.at(-1)).toBe('99999');
  expect(first.length + last.length).toBeLessThan(10_000);
});

test('of a single huge line, both ends are kept', () => {
  const parts = new PrintedByCase('<mark>');
  parts.add(`begin ${'x'.repeat(100_000)} end\n`);
  const { count, first = [], last = [] } = parts.of(0) ?? {};
  expect({ count, first: first[0]?.slice(0, 6), last: last[0]?.slice(-4) }).toEqual({
    count: 1,
    first: 'begin ',
    last: ' end',
  });
});

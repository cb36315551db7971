import { LastLine } from './last-line';

test.each([
  ['nothing', [], ''],
  ['an empty line at the end', ['one\ntwo\n\n'], 'two'],
  ['a line in pieces', ['one\ntw', 'o', '\n'], 'two'],
  ['a long output', ['x'.repeat(1e6), '\nend'], 'end'],
])('after %s', (_, chunks, expected) => {
  const last = new LastLine();
  for (const chunk of chunks) last.push(chunk);
  expect(last.toString()).toBe(expected);
});

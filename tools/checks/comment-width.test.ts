import { checkCommentWidth } from './comment-width';
import { madeUpRepo } from './repo';

const wide = (start: string, columns: number): string => start.padEnd(columns, 'x');

test.each([
  ['// ', 91, 1],
  ['// ', 90, 0],
  ['/** ', 91, 1],
  [' * ', 91, 1],
  ['    // ', 91, 1],
  ['const x = 1; // ', 120, 0],
  ['// eslint-disable-next-line no-var -- ', 120, 0],
  ['  *generator() { // ', 120, 0],
])('%j at %d columns: %d', (start, columns, count) => {
  const repo = madeUpRepo({ 'packages/a/src/a.ts': `\n${wide(start, columns)}\n` });
  const found = checkCommentWidth(repo);
  expect(found).toEqual(
    count === 0 ? [] : [`packages/a/src/a.ts:2: a comment of ${columns} columns`],
  );
});

test.each(['docs/a.vue', 'docs/a.css'])('comments of %s count too', (file) => {
  const found = checkCommentWidth(madeUpRepo({ [file]: wide('/* ', 91) }));
  expect(found).toEqual([`${file}:1: a comment of 91 columns`]);
});

test('what a tool wrote may be wider', () => {
  const text = wide('// ', 120);
  expect(checkCommentWidth(madeUpRepo({ 'packages/a/src/generated/a.ts': text }))).toEqual([]);
});

import { diffLines } from './diff-lines';
import { checkDiffs } from './diffs';
import { PAGE, problemsOf } from './made-up-page';

const files = {
  'packages/08-a/src/server.ts':
    '// #region serve\nloop {\n  accept\n  serve\n}\n// #endregion serve\n',
  'packages/10-b/src/server.ts':
    '// #region serve\nloop {\n  accept\n  fork\n  serve\n}\n// #endregion serve\n',
};
const block = (diff: string): string =>
  `<!-- diff ../../packages/08-a/src/server.ts#serve ../../packages/10-b/src/server.ts#serve -->\n\n\`\`\`diff\n${diff}\`\`\`\n`;

test.each([
  [
    ['a', 'b'],
    ['a', 'b'],
    [' a', ' b'],
  ],
  [[], ['a'], ['+a']],
  [['a'], [], ['-a']],
  [
    ['a', 'b', 'c'],
    ['a', 'x', 'c'],
    [' a', '-b', '+x', ' c'],
  ],
  [
    ['a', 'b'],
    ['b', 'a'],
    ['-a', ' b', '+a'],
  ],
])('%j to %j', (before, after, lines) => {
  expect(diffLines(before, after)).toEqual(lines);
});

test('a diff of the current regions passes', () => {
  const text = block(' loop {\n   accept\n+  fork\n   serve\n }\n');
  expect(problemsOf(checkDiffs, text, { files })).toEqual([]);
});

test('an outdated diff does not', () => {
  const text = block(' loop {\n   accept\n   serve\n }\n');
  expect(problemsOf(checkDiffs, text, { files })).toEqual([
    `${PAGE}:1: a diff is out of date: npm run pages rewrites it`,
  ]);
});

test('a missing region is named', () => {
  const text = block('').replaceAll('#serve', '#gone');
  expect(problemsOf(checkDiffs, text, { files })).toEqual([
    `${PAGE}:1: no region packages/08-a/src/server.ts#gone`,
    `${PAGE}:1: no region packages/10-b/src/server.ts#gone`,
  ]);
});

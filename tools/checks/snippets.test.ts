import { PAGE, problemsOf } from './made-up-page';
import { checkPastedCode, checkSnippets } from './snippets';

const files = {
  'packages/03-codec/src/a.ts': `
// #region good
export const a = 1;
// #endregion good
// #region twice
1;
// #endregion twice
// #region twice
2;
// #endregion twice
// #region empty
// #endregion empty
// #region open
`,
};

test.each(['#good', '#good{ts}', ''])('a snippet that exists: a.ts%s', (region) => {
  const page = `<<< ../../packages/03-codec/src/a.ts${region}\n`;
  expect(problemsOf(checkSnippets, page, { files })).toEqual([]);
});

test.each([
  ['a.ts#gone', 'no region "gone" in packages/03-codec/src/a.ts'],
  ['a.ts#open', 'no region "open" in packages/03-codec/src/a.ts'],
  ['a.ts#empty', 'region "empty" in packages/03-codec/src/a.ts is empty'],
  ['a.ts#twice', '2 regions "twice" in packages/03-codec/src/a.ts'],
  ['b.ts#good', 'no file packages/03-codec/src/b.ts'],
  ['b.ts', 'no file packages/03-codec/src/b.ts'],
])('a snippet that does not: %s', (written, what) => {
  const page = `# Page\n\n<<< ../../packages/03-codec/src/${written}\n`;
  expect(problemsOf(checkSnippets, page, { files })).toEqual([`${PAGE}:3: ${what}`]);
});

test.each(['ts', 'js', 'TypeScript', 'js {1,3}', 'ts:line-numbers'])(
  'a pasted block of %s is refused',
  (lang) => {
    const [problem] = problemsOf(checkPastedCode, `\n\`\`\`${lang}\nconst a = 1;\n\`\`\`\n`);
    expect(problem).toMatch(new RegExp(`^${PAGE}:2: a block of \\w+ is pasted: pull it with`));
  },
);

test.each(['sh', 'text', 'json', ''])('a block of "%s" may be written on the page', (lang) => {
  expect(problemsOf(checkPastedCode, `\`\`\`${lang}\nx\n\`\`\`\n`)).toEqual([]);
});

test('a README may show code, because it cannot pull it', () => {
  const file = 'packages/bench/README.md';
  expect(problemsOf(checkPastedCode, '```ts\nx\n```\n', { file })).toEqual([]);
});

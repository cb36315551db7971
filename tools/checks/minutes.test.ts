import { problemsOf, PAGE } from './made-up-page';
import { checkMinutes, exactMinutes, minutesFor, readingOf, withFreshMinutes } from './minutes';
import { readPage } from './page-file';
import { madeUpRepo } from './repo';

const page = (minutes: number, rest: string): string =>
  `---\nchapter: '03'\nminutes: ${minutes}\n---\n\n# A\n\n${rest}`;
const FILES = {
  'packages/03-codec/src/a.ts': '// #region a\nconst a = 1;\n\nconst b = 2;\n// #endregion a\n',
  'tools/walk/measured-demos.json': '{ "03-codec": 90 }',
  'packages/03-codec/exercises/one/about.json': '{ "minutes": 75 }',
};

test('what there is to read: words, lines of displayed code, the demo', () => {
  const text = page(
    5,
    `Three more words.\n\n<<< ../../packages/03-codec/src/a.ts#a\n\n\`\`\`sh\nls\n\`\`\`\n`,
  );
  const repo = madeUpRepo({ ...FILES, [PAGE]: text });
  // The heading counts, too.
  expect(readingOf(readPage(repo, PAGE), repo)).toEqual({ words: 4, lines: 3, demoSeconds: 90 });
});

test('200 words a minute, 20 lines a minute, and the demo once', () => {
  expect(exactMinutes({ words: 2000, lines: 100, demoSeconds: 30 })).toBe(10 + 5 + 0.5);
});

test.each([
  ['rounded to five', 17.4, 0, 15],
  ['a little further away than a rounded number', 24.4, 20, 20],
  ['too far above', 24.6, 20, 25],
  ['a little below', 15.6, 20, 20],
  ['too far below', 15.4, 20, 15],
  ['a number that is not a multiple of five', 18, 19, 20],
  ['at least five', 1, 0, 5],
])('%s', (_, minutes, written, expected) => {
  expect(minutesFor({ words: minutes * 200, lines: 0, demoSeconds: 0 }, written)).toBe(expected);
});

const EXERCISES = (title: string): string =>
  `## Exercises\n\n${title} What to do.\n\n\`\`\`sh\nnpm start -- exercise 03-one\n\`\`\`\n`;

test.each(['**Step 6.**', '**Step 6**, 40 minutes.'])(
  'an exercise’s minutes are those of its about.json: %s',
  (title) => {
    const text = page(5, EXERCISES(title));
    const repo = madeUpRepo({ ...FILES, [PAGE]: text });
    expect(withFreshMinutes(readPage(repo, PAGE), text, repo)).toBe(
      page(5, EXERCISES('**Step 6**, 75 minutes.')),
    );
  },
);

test('a page with wrong minutes is a problem, a page with the right ones is not', () => {
  const files = FILES;
  expect(problemsOf(checkMinutes, page(5, 'Words.'), { files })).toEqual([]);
  expect(problemsOf(checkMinutes, page(40, 'Words.'), { files })).toEqual([
    `${PAGE}:1: minutes: npm run pages writes them (2 words, 0 lines of code, 90 s of demo)`,
  ]);
});

import { PAGE, problemsOf } from './made-up-page';
import { checkFrontMatter, checkSections, SECTIONS } from './shape';

const TOP = '---\nchapter: "03"\ntitle: Message protocols\nminutes: 20\n---\n';
const GOOD = `${TOP}\n# Message protocols\n\n${SECTIONS.map((title) => `## ${title}\n\nText.\n`).join('\n')}`;

test('a complete page is fine', () => {
  expect(problemsOf(checkFrontMatter, GOOD)).toEqual([]);
  expect(problemsOf(checkSections, GOOD)).toEqual([]);
});

test('pages that are not chapters may have any shape', () => {
  expect(problemsOf(checkFrontMatter, '', { file: 'docs/errors.md' })).toEqual([]);
  expect(problemsOf(checkSections, '', { file: 'docs/errors.md' })).toEqual([]);
});

const HEADING = 'the page must have one heading of the first level, "# Message protocols"';
test.each([
  ['chapter: "03"\n', '', 'chapter must be "03", as in the course\'s list, and is missing'],
  ['"03"', '3', 'chapter must be "03", as in the course\'s list, and is "3"'],
  [
    'title: M',
    'title: m',
    'title must be "Message protocols", as in the course\'s list, and is "message protocols"',
  ],
  ['minutes: 20\n', '', 'minutes must be a whole number from 1 to 999 and is missing'],
  ['minutes: 20', 'minutes: soon', 'minutes must be a whole number from 1 to 999 and is "soon"'],
  ['minutes: 20', 'minutes: 0', 'minutes must be a whole number from 1 to 999 and is "0"'],
  [
    'minutes: 20',
    'minutes: 20\ncentral: src/gone.ts',
    'central must be a file of packages/03-codec and is "src/gone.ts"',
  ],
  ['# Message protocols\n', '', HEADING],
  ['# Message protocols\n', '# Codec\n', HEADING],
  ['# Message protocols\n', '# Message protocols\n\n# Message protocols\n', HEADING],
])('%j instead of %j', (from, to, what) => {
  expect(GOOD).toContain(from);
  expect(problemsOf(checkFrontMatter, GOOD.replace(from, to))).toEqual([`${PAGE}:1: ${what}`]);
});

test('a page without a chapter does not belong in the folder', () => {
  expect(problemsOf(checkFrontMatter, GOOD, { file: 'docs/chapters/21-more.md' })).toEqual([
    'docs/chapters/21-more.md:1: no chapter has the folder 21-more',
  ]);
});

test.each(SECTIONS.map((title, index) => [title, SECTIONS[index + 1]]))(
  'a page without "%s"',
  (title, next) => {
    const [problem, ...more] = problemsOf(checkSections, GOOD.replace(`## ${title}\n`, ''));
    expect(more).toEqual([]);
    const got = next === undefined ? 'missing' : `"${next}"`;
    expect(problem).toContain(`expected "## ${title}" here, got ${got}`);
  },
);

test('sections in another order', () => {
  const swapped = GOOD.replace('## The idea', '## X')
    .replace('## The code', '## The idea')
    .replace('## X', '## The code');
  expect(problemsOf(checkSections, swapped)).toEqual([
    `${PAGE}:13: expected "## The idea" here, got "The code"`,
  ]);
});

test('one section too many', () => {
  expect(problemsOf(checkSections, `${GOOD}\n## More\n`)).toEqual([
    `${PAGE}:45: "## More" is one section too many`,
  ]);
});

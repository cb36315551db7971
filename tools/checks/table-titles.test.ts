import type { JestResult } from '../test-run/jest-result';
import { PAGE, problemsOf } from './made-up-page';
import { madeUpRepo } from './repo';
import { checkTableTitles, staleTitles, tableClaims, titlesOf, TITLES_FILE } from './table-titles';

const FILE = 'packages/03-codec/src/deep/a.test.ts';
const SOURCE = `describe('group', () => {
  test.each([[1], [2]])(
    '%i of a table',
    () => {},
  );
  test('alone', () => {});
});
describe.each(['x', 'y'])('in %s', () => { test('inside', () => {}); });
`;
const CLAIM = 'It is. ✔ `src/deep/a.test.ts › %i of a table`\n';
const KEY = 'codec/a.test.ts › %i of a table';
const KEPT = { [KEY]: { first: '1 of a table', rows: 2 } };

const row = (line: number, ...titles: string[]) => ({
  fullName: titles.join(' '),
  ancestorTitles: titles.slice(0, -1),
  title: titles.at(-1) ?? '',
  location: { line },
  status: 'passed',
});
const result = {
  testResults: [
    {
      name: `/root/${FILE}`,
      assertionResults: [
        row(3, 'group', '1 of a table'),
        row(3, 'group', '2 of a table'),
        row(6, 'group', 'alone'),
        row(8, 'in x', 'inside'),
        row(8, 'in y', 'inside'),
      ],
    },
  ],
} as unknown as JestResult;

const repo = (page: string, kept: object = KEPT) =>
  madeUpRepo({ [PAGE]: page, [FILE]: SOURCE, [TITLES_FILE]: JSON.stringify(kept) });

test.each([
  ['a table’s row, with how many there are', '%i of a table', '1 of a table', 2],
  ['the group too, if the claim names it', 'group › %i of a table', 'group › 1 of a table', 2],
  ['a table of groups', 'in %s › inside', 'in x › inside', 2],
])('jest’s titles are found: %s', (_, titles, first, rows) => {
  const claims = tableClaims(repo(`It is. ✔ \`src/deep/a.test.ts › ${titles}\`\n`));
  expect(titlesOf(claims, result, '/root')).toEqual({
    [`codec/a.test.ts › ${titles}`]: { first, rows },
  });
});

test.each(['alone', 'inside'])('a claim on a single test already has its title: %s', (title) => {
  expect(tableClaims(repo(`It is. ✔ \`src/deep/a.test.ts › ${title}\`\n`))).toEqual([]);
});

test('a claim whose titles are not kept is named on its page', () => {
  const files = { [FILE]: SOURCE, [TITLES_FILE]: JSON.stringify(KEPT) };
  expect(problemsOf(checkTableTitles, CLAIM, { files })).toEqual([]);
  expect(problemsOf(checkTableTitles, CLAIM, { files: { [FILE]: SOURCE } })).toEqual([
    `${PAGE}:1: no titles of "${KEY}": npm run titles writes them`,
  ]);
});

test('titles that jest now prints differently are stale; those that did not run are not', () => {
  const page = repo(CLAIM, { [KEY]: { first: '1 of a table', rows: 3 } });
  expect(staleTitles(page, titlesOf(tableClaims(page), result, '/root'))).toEqual([
    `${TITLES_FILE}: ${KEY}: "1 of a table", 3 rows, jest has "1 of a table", 2 rows`,
  ]);
  expect(staleTitles(repo(CLAIM), KEPT)).toEqual([]);
  expect(
    titlesOf(tableClaims(page), { testResults: [] } as unknown as JestResult, '/root'),
  ).toEqual({});
});

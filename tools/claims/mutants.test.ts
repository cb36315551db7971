// The mutants fit the sources and the pages as they are now. That the cited tests fail on
// them takes long: `npm run test:claims`.

import path from 'node:path';
import { readPage } from '../checks/page-file';
import { diskRepo } from '../checks/repo';
import { allMutants } from './all';
import { citation, fromRoot, mutate, titlePattern } from './mutant';

const repo = diskRepo(path.resolve(__dirname, '../..'));
const all = [...allMutants()].flatMap(([chapter, mutants]) =>
  mutants.map((mutant) => [chapter, mutant.change, mutant] as const),
);

test('there are mutants of many claims', () => {
  expect(all.length).toBeGreaterThan(50);
});

test.each(all)('%s: %s', (chapter, _change, mutant) => {
  const source = repo.read(fromRoot(chapter, mutant.file)) ?? '';
  expect(mutate(mutant, source)).not.toBe(source);
  const { file, titles } = citation(mutant.claim);
  const cited = readPage(repo, `docs/chapters/${chapter}.md`).page.claims.map((claim) => [
    fromRoot(chapter, claim.file),
    ...claim.titles,
  ]);
  expect(cited).toContainEqual([fromRoot(chapter, file), ...titles]);
});

describe('a text to find', () => {
  const mutant = { claim: '', change: '', file: 'src/a.ts', find: 'a < b', replace: 'a > b' };

  test('is replaced where it stands', () => {
    expect(mutate(mutant, 'if (a < b) c();')).toBe('if (a > b) c();');
  });

  test.each([
    ['is not there', 'if (a <= b) c();', 0],
    ['is there twice', 'a < b || a < b', 2],
  ])('that %s is a mistake', (_what, source, times) => {
    expect(() => mutate(mutant, source)).toThrow(
      `src/a.ts: expected once, found ${times} times: a < b`,
    );
  });
});

describe('the pattern for jest', () => {
  const matches = (claim: string, fullName: string): boolean =>
    new RegExp(titlePattern([claim])).test(fullName);

  test.each([
    ['a.test.ts › 300 is AC 02', '300 is AC 02', true],
    ['a.test.ts › 300 is AC 02', 'varints 300 is AC 02', true],
    ['a.test.ts › 300 is AC 02', '1300 is AC 02', false],
    ['a.test.ts › 300 is AC 02', '300 is AC 02 again', false],
    ['a.test.ts › refused › %j (%s)', 'decode refused "x" (y)', true],
    ['a.test.ts › in chunks of $bytes', 'in chunks of 7', true],
    ['a.test.ts › {"a"} is (not) refused?', '{"a"} is (not) refused?', true],
  ])('%s and %s: %p', (claim, fullName, expected) => {
    expect(matches(claim, fullName)).toBe(expected);
  });

  test('may be of several tests', () => {
    const pattern = new RegExp(titlePattern(['a.test.ts › one', 'a.test.ts › two']));
    expect(['one', 'two', 'three'].map((name) => pattern.test(name))).toEqual([true, true, false]);
  });
});

import { findCycles } from './cycles';
import { madeUpRepo } from './repo';

/** The cycles of a package with these files, each with what it imports. */
function cyclesOf(imports: Readonly<Record<string, readonly string[]>>): string[] {
  const files = Object.entries(imports).map(([file, specifiers]) => [
    `packages/a/${file}`,
    specifiers.map((specifier) => `import type { X } from '${specifier}';`).join('\n'),
  ]);
  return findCycles(madeUpRepo(Object.fromEntries(files) as Record<string, string>), 'packages/a');
}

test('a file that two others import is not a cycle', () => {
  expect(cyclesOf({ 'a.ts': ['./b', './c'], 'b.ts': ['./c'], 'c.ts': ['node:fs'] })).toEqual([]);
});

test('two files that import each other are one, types included', () => {
  expect(cyclesOf({ 'a.ts': ['./b'], 'b.ts': ['./a'] })).toEqual(['a.ts -> b.ts -> a.ts']);
});

test('a cycle may go through a folder’s index', () => {
  expect(
    cyclesOf({ 'cases/index.ts': ['./one'], 'cases/one.ts': ['../run'], 'run.ts': ['./cases'] }),
  ).toEqual(['cases/index.ts -> cases/one.ts -> run.ts -> cases/index.ts']);
});

test('a file behind a cycle is not part of it', () => {
  expect(cyclesOf({ 'a.ts': ['./b'], 'b.ts': ['./c'], 'c.ts': ['./b'] })).toEqual([
    'b.ts -> c.ts -> b.ts',
  ]);
});

test('other packages’ files do not count', () => {
  const files = { 'packages/b/a.ts': "import './b';", 'packages/b/b.ts': "import './a';" };
  expect(findCycles(madeUpRepo(files), 'packages/a')).toEqual([]);
});

// The judge is judged: in a copy of this repository, with changes whose verdict is known.

import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Children } from '../test-run/children';
import { copyRepository } from './copy';
import { Judge } from './judge';
import type { Mutant } from './mutant';

const CHAPTER = '03-codec';
const ROOT = resolve(__dirname, '../..');
const children = new Children();
let copy: string;
let judge: Judge;

beforeAll(() => {
  copy = copyRepository(ROOT);
  judge = new Judge(copy, children);
});

afterAll(async () => {
  await children.endAll();
  rmSync(copy, { recursive: true, force: true });
});

const mutant = (replace: string, title = '300 is AC 02'): Mutant => ({
  claim: `src/other-ways/varint.test.ts › ${title}`,
  change: '',
  file: 'src/other-ways/varint.ts',
  find: 'rest >>>= 7;',
  replace,
});

test.each([
  ['another value', mutant('rest >>>= 8;'), 'red'],
  ['the same in other words', mutant('rest = rest >>> 7;'), 'green'],
  ['what cannot be compiled', mutant('rest >>>='), 'does not load'],
  ['a test that is not there', mutant('rest >>>= 8;', '300 is AC 03'), 'no test ran'],
  ['a text that is not there', { ...mutant(''), find: 'rest >>>= 9;' }, 'does not fit'],
])('%s: %#', async (_what, changed, verdict) => {
  const source = join(copy, 'packages', CHAPTER, changed.file);
  const before = readFileSync(source, 'utf8');
  expect((await judge.judge(CHAPTER, changed)).verdict).toBe(verdict);
  expect(readFileSync(source, 'utf8')).toBe(before);
});

test('the copy has sources of its own, and the packages of the original', () => {
  const within = (...path: string[]): string => realpathSync(join(copy, 'node_modules', ...path));
  const own = join(realpathSync(copy), 'packages', CHAPTER);
  expect(within('@bytes-up', 'codec')).toBe(own);
  expect(within('typescript')).toBe(realpathSync(join(ROOT, 'node_modules', 'typescript')));
  expect(existsSync(join(copy, '.git'))).toBe(false);
});

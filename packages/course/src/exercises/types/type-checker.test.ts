// The type check, and how a judgement shows the errors that it finds.

import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeMyFolder } from '../../my-folder';
import { run } from '../../program';
import { ROOT } from '../../testing/judge-text';
import { makeContext } from '../../testing/fake-context';
import { makeRoot } from '../../testing/make-root';
import { TypeChecker } from './type-checker';

const SOLUTION = readFileSync(
  path.join(ROOT, 'packages/03-codec/exercises/rpc-frames/solution.ts'),
  'utf8',
);
/** A type error, in a line that never runs. */
const WRONG = `${SOLUTION}
export const never = (): number => 'a text'.size;
`;
const LINE = WRONG.split('\n').findIndex((line) => line.includes('never')) + 1;

/** A checkout in which TypeScript finds everything, with a file in `my/`. */
function checkout(text: string): { root: string; file: string; save: (text: string) => void } {
  const root = makeRoot();
  for (const name of ['packages', 'node_modules'])
    symlinkSync(path.join(ROOT, name), path.join(root, name));
  copyFileSync(path.join(ROOT, 'tsconfig.base.json'), path.join(root, 'tsconfig.base.json'));
  makeMyFolder(root);
  const file = path.join(root, 'my/rpc/frames.ts');
  mkdirSync(path.dirname(file));
  const save = (text: string): void => writeFileSync(file, text);
  save(text);
  return { root, file, save };
}

test('the first errors, their lines and their number; one process checks every save', async () => {
  const { root, file, save } = checkout(SOLUTION);
  const checker = new TypeChecker(root, { ...process.env, BYTES_UP_TYPES: undefined });
  try {
    expect(await checker.check(file)).toEqual({ first: [], count: 0 });
    save(`${WRONG}export const a: string = 1;\nexport const b: string = 2;\n`);
    const found = await checker.check(file);
    expect(found?.count).toBe(3);
    expect(found?.first).toEqual([
      { line: LINE, message: expect.stringMatching(/^Property 'size' does not exist/) as string },
      { line: LINE + 1, message: "Type 'number' is not assignable to type 'string'." },
    ]);
    save(`${SOLUTION}\nconst = 1;\n`); // which the judge reports
    expect(await checker.check(file)).toEqual({ first: [], count: 0 });
  } finally {
    checker.close();
  }
});

test('a check that was closed, or is off, finds nothing', async () => {
  const { root, file } = checkout(WRONG);
  const checker = new TypeChecker(root, { ...process.env, BYTES_UP_TYPES: undefined });
  const found = checker.check(file);
  checker.close();
  expect(await found).toBeUndefined();
  expect(await new TypeChecker(root, { BYTES_UP_TYPES: 'off' }).check(file)).toBeUndefined();
});

test('a file with a type error can pass, and the judgement shows the error', async () => {
  const { root } = checkout(WRONG);
  const context = { ...makeContext(root), env: { ...process.env, BYTES_UP_TYPES: undefined } };
  await run(['verify', '03-rpc-frames'], context);
  const shown = context.written.join('');
  expect(shown).toContain('✔ passed');
  expect(shown).toContain(`  types     my/rpc/frames.ts:${LINE} Property 'size' does not exist`);
  expect(context.codes).toEqual([0]);
});

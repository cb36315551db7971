// A judge whose cases run at the same time: `atOnce` in packages/testkit/src/judge.

import path from 'node:path';
import { CHAPTERS } from '../chapters';
import { makeRoot } from '../testing/make-root';
import type { Exercise } from './exercise';
import { judgeFile, type Judgement } from './judge-file';

/** @param cases the source of an array of cases */
function judge(cases: string): Promise<Judgement> {
  const root = makeRoot({
    'my/program.ts': '',
    'judge.ts': `const section = 'The task';
let secondBegan = (): void => undefined;
const second = new Promise<void>((resolve) => (secondBegan = resolve));
const never = new Promise<void>(() => setInterval(() => undefined, 1_000));
export const judge = {
  atOnce: 2,
  stages: [{ title: 'one', names: [], cases: ${cases} }],
};
`,
  });
  const [chapter] = CHAPTERS;
  const exercise = { chapter, folder: root, file: 'program.ts' } as unknown as Exercise;
  return judgeFile(exercise, path.join(root, 'my/program.ts'));
}

test('they overlap, and are reported in their order', async () => {
  const { outcomes, cutShort } = await judge(`[
    { title: 'waits for the second one', section, run: () => second },
    { title: 'begins', section, run: async () => secondBegan() },
    { title: 'comes last', section, run: async () => undefined },
  ]`);
  expect(cutShort).toBeUndefined();
  expect(outcomes.map(({ title }) => title)).toEqual([
    'waits for the second one',
    'begins',
    'comes last',
  ]);
  expect(outcomes.filter(({ failure }) => failure !== undefined)).toEqual([]);
});

test('after a failure none begins, and those after it are not waited for', async () => {
  const { outcomes, cutShort } = await judge(`[
    { title: 'fails', section, run: () => second.then(() => { throw new Error('no'); }) },
    { title: 'never ends', section, run: () => (secondBegan(), never) },
    { title: 'must not begin', section, run: () => process.exit(1) },
  ]`);
  expect(cutShort).toBeUndefined();
  expect(outcomes.map(({ title, failure }) => [title, failure?.came])).toEqual([
    ['fails', 'Error: no'],
  ]);
});

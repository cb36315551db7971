// The menus with scripted answers instead of a terminal.

import { readProgress } from '../progress';
import { makeContext, type FakeContext } from '../testing/fake-context';
import { makeRoot } from '../testing/make-root';
import type { Prompter, Question } from './prompter';
import { walk } from './walk';

/** clack writes the choices one column further left, so these are the same columns. */
const WHICH_CHAPTER = 'Which chapter?                              read demo predict serve test do';

interface Seen {
  readonly message: string;
  readonly labels: string[];
  readonly initial: string | undefined;
}

function person(answers: (string | undefined)[]): {
  prompter: Prompter;
  seen: Seen[];
  said: string[];
} {
  const seen: Seen[] = [];
  const said: string[] = [];
  const choose = <Value extends string>(question: Question<Value>): Promise<Value | undefined> => {
    const { message, choices, initial } = question;
    seen.push({ message, labels: choices.map(({ label }) => label), initial });
    const answer = answers.shift();
    return Promise.resolve(choices.find(({ value }) => value === answer)?.value);
  };
  return { prompter: { choose, say: (text) => said.push(text) }, seen, said };
}

const visit = (): FakeContext =>
  makeContext(
    makeRoot({
      'docs/chapters/03-codec.md': '# Message protocols\n',
      'packages/03-codec/src/demo.ts': 'process.exit(3);',
      'packages/12-single-process-async/src/main.ts': '',
    }),
  );

test('reading a page ticks it; then back and quit', async () => {
  const context = visit();
  const { prompter, seen } = person(['03-codec', 'page', 'back', 'quit']);
  expect(await walk(context, prompter)).toBe(0);
  expect(context.written.join('')).toContain('Message protocols');
  expect(readProgress(context.progressFile).get('03-codec')?.has('read')).toBe(true);
  expect(seen.map(({ message }) => message)).toEqual([
    WHICH_CHAPTER,
    '03  Message protocols',
    '03  Message protocols',
    WHICH_CHAPTER,
  ]);
  expect(seen[1]).toMatchObject({ initial: 'page' });
  expect(seen[1]?.labels).toEqual([
    '  Read the page',
    '  Run the demo',
    '  Back to the chapters',
    '  Leave',
  ]);
  expect(seen[2]?.labels[0]).toBe('✔ Read the page');
  expect(seen[2]).toMatchObject({ initial: 'demo' });
});

test('the cursor starts on the first chapter with something to do, later on the last one visited', async () => {
  const { prompter, seen } = person(['12-single-process-async', 'back', 'quit']);
  await walk(visit(), prompter);
  expect(seen[0]).toMatchObject({ initial: '03-codec' });
  expect(seen[2]).toMatchObject({ initial: '12-single-process-async' });
});

test('each chapter is shown with what is done, or as not written yet', async () => {
  const { prompter, seen } = person(['quit']);
  await walk(visit(), prompter);
  expect(seen[0]?.labels).toHaveLength(21);
  expect(seen[0]?.labels[2]).toMatch(/^03 Message protocols +· {4}·$/);
  expect(seen[0]?.labels[0]).toMatch(/^01 Why RPC +not written yet$/);
});

test('a chapter with exercises offers them, and starts the next one', async () => {
  const folder = 'packages/03-codec/exercises/one';
  const about = { title: 'One', minutes: 5, size: 'short', teaches: [], after: [], version: 1 };
  const context = makeContext(
    makeRoot({
      'docs/chapters/03-codec.md': '# Message protocols\n',
      [`${folder}/about.json`]: JSON.stringify({ ...about, file: 'one.ts' }),
      [`${folder}/task.md`]: '# One\n\nThe task.\n',
      [`${folder}/start.ts`]: 'export {};\n',
    }),
  );
  const { prompter, seen } = person(['03-codec', 'exercises', 'quit']);
  await walk(context, prompter);
  expect(seen[0]?.labels[2]).toMatch(/Message protocols +· +0\/1$/);
  expect(seen[1]?.labels).toContain('  Do the exercises  (0 of 1 passed)');
  expect(context.written.join('')).toContain('The task.');
  expect(context.written.join('')).toContain('npm start -- verify 03-one');
});

test('a demo that fails is reported, and the menu stays in the chapter', async () => {
  const { prompter, seen, said } = person(['03-codec', 'demo', 'quit']);
  expect(await walk(visit(), prompter)).toBe(0);
  expect(said).toEqual(['It ended with exit code 3.']);
  expect(seen).toHaveLength(3);
});

test.each([[[undefined]], [['03-codec', undefined]]])('ctrl-C leaves: %j', async (answers) => {
  const { prompter } = person(answers);
  expect(await walk(visit(), prompter)).toBe(0);
});

test('a chapter with predictions offers them', async () => {
  const context = makeContext(
    makeRoot({
      'docs/chapters/03-codec.md': '# Message protocols\n',
      'packages/03-codec/src/demo/recorded.json': '{"one":{},"two":{}}',
    }),
  );
  const { prompter, seen } = person(['03-codec', 'quit']);
  await walk(context, prompter);
  expect(seen[1]?.labels).toContain('  Predict, then measure  (0 of 2 tried)');
});

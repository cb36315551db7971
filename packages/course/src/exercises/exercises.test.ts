// Every exercise of the course has what the format requires.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Judge } from '@bytes-up/testkit';
import { siteSlug } from '../pages/slug';
import { firstFailure, judgeText, ROOT } from '../testing/judge-text';
import { headingsOf, isServerOfModel, testSolution } from '../testing/solution';
import { isServer, testWrongVariants, wrongVariantsOf } from '../testing/wrong-variants';
import { fileOf, findExercises, SIZES, stepsBefore, type Exercise } from './exercise';
import { readHints } from './hints';
import { hasPassed } from './judge-file';
import { faultOf, solutionText, startText } from './texts';

const EXERCISES = findExercises(ROOT);
const ROWS = EXERCISES.map((exercise) => [exercise.id, exercise] as const);

/** How long the first readers took for the longest step of my/rpc, in minutes. */
const MOST_MINUTES = 90;

function taskOf(exercise: Exercise): string {
  return readFileSync(fileOf(exercise, 'task.md'), 'utf8');
}

describe.each(ROWS)('%s', (_id, exercise) => {
  test('says what it is, what it needs and how long it takes', () => {
    const { minutes, size, teaches, title, version, after } = exercise;
    expect(title).not.toBe('');
    expect(SIZES).toContain(size);
    expect(minutes).toBeGreaterThanOrEqual(5);
    expect(minutes).toBeLessThanOrEqual(MOST_MINUTES);
    expect(teaches.length).toBeGreaterThan(0);
    expect(version).toBeGreaterThanOrEqual(1);
    const known = EXERCISES.map(({ id }) => id);
    for (const id of after) expect(known.slice(0, known.indexOf(exercise.id))).toContain(id);
  });

  test('says what each version after the first asks for', () => {
    const { changes = {}, version } = exercise;
    const later = Array.from({ length: version - 1 }, (_, n) => `${n + 2}`);
    expect(Object.keys(changes)).toEqual(later);
    for (const text of Object.values(changes)) expect(text).toMatch(/\.$/);
  });

  test('has three hints, and the first two ask questions', () => {
    const hints = readHints(exercise);
    expect(hints).toHaveLength(3);
    for (const { text } of hints.slice(0, 2)) expect(text).toContain('?');
  });

  test('has a heading in its task for each section that the judge names', () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- found on disk
    const { judge } = require(fileOf(exercise, 'judge.ts')) as { judge: Judge<object> };
    const sections = judge.stages.flatMap(({ cases }) => cases.map(({ section }) => section));
    for (const section of sections) expect(headingsOf(exercise)).toContain(section);
  });

  test('names sections of the chapter’s page as they are called there', () => {
    const { chapter } = exercise;
    const page = path.join(ROOT, 'docs', 'chapters', `${chapter.folder}.md`);
    const headings = readFileSync(page, 'utf8').match(/^##+ .+$/gm) ?? [];
    const titles = headings.map((heading) => heading.replace(/^#+ /, ''));
    for (const [, title] of taskOf(exercise).matchAll(/(?:section|up to) "([^"]+)"/g))
      expect(titles).toContain(title);
  });

  test('links in its task to files and glossary entries that exist', () => {
    const glossary = readFileSync(path.join(ROOT, 'docs/glossary.md'), 'utf8');
    const terms = [...glossary.matchAll(/^### (.+)$/gm)].map(([, term]) => siteSlug(term ?? ''));
    for (const [, file = '', anchor] of taskOf(exercise).matchAll(/\]\(([^)#]+)(?:#([^)]+))?\)/g)) {
      expect([file, existsSync(path.join(exercise.folder, file))]).toEqual([file, true]);
      if (file.endsWith('/glossary.md') && anchor !== undefined) expect(terms).toContain(anchor);
    }
  });

  test('points readers who are new to TypeScript to its tables', () => {
    expect(taskOf(exercise).split(/^## /m)[0]).toContain('npm start -- read typescript');
  });

  test('has a start that fails at the first thing to do', async () => {
    const judgement = await judgeText(exercise, (target) => startText(exercise, target));
    expect(hasPassed(judgement)).toBe(false);
    const fault = faultOf(exercise);
    if (fault !== undefined) {
      expect(firstFailure(judgement)?.title ?? judgement.cutShort).toMatch(fault.caughtBy);
      return;
    }
    const [first] = judgement.outcomes;
    expect(first?.failure).toBeDefined();
    expect(firstFailure(judgement)?.came).toContain('not written yet');
  });

  if (!isServerOfModel(exercise)) testSolution(exercise);

  test('has two wrong variants or more, each one change of the solution', () => {
    const variants = wrongVariantsOf(exercise);
    expect(variants.length).toBeGreaterThanOrEqual(2);
    const solution = solutionText(exercise, path.join(ROOT, 'my', exercise.file));
    const timesFound = variants.map(({ find }) => [find, solution.split(find).length - 1]);
    expect(timesFound).toEqual(variants.map(({ find }) => [find, 1]));
  });
});

test('the steps of my/rpc come in the order of their numbers', () => {
  const numbers = ROWS.flatMap(([, { title }]) => {
    const [, number] = /^my\/rpc, step (\d+):/.exec(title) ?? [];
    return number === undefined ? [] : [Number(number)];
  });
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});

test('a failure in the conformance suite keeps what was expected and what came', async () => {
  const server = EXERCISES.find(({ id }) => id === '08-rpc-server');
  if (server === undefined) throw new Error('no 08-rpc-server');
  const variant = wrongVariantsOf(server).find(({ caughtBy }) => caughtBy === '3.2/all-ones');
  if (variant === undefined) throw new Error('no variant for 3.2/all-ones');
  const judgement = await judgeText(server, (target) =>
    solutionText(server, target).replace(variant.find, variant.replace),
  );
  const outcome = judgement.outcomes.find(({ title }) => title.startsWith('3.2/all-ones'));
  expect(outcome?.failure).toMatchObject({
    exchange: expect.arrayContaining([expect.stringContaining('FF FF FF FF')]) as string[],
    again: expect.stringContaining('conformance --only 3.2/all-ones -- node') as string,
    expected: 'RESOURCE_EXHAUSTED (retryable false) without an id',
    came: 'the end of the stream',
  });
});

test('a step works with files for earlier steps that are not ours', async () => {
  const client = EXERCISES.find(({ id }) => id === '07-rpc-client');
  if (client === undefined) throw new Error('no 07-rpc-client');
  // Any error with a code will do: the judge of step 1 accepts it.
  const judgement = await judgeText(
    client,
    (target) => solutionText(client, target),
    (before) =>
      before.replace(
        "new RpcError('RESOURCE_EXHAUSTED', message)",
        "Object.assign(new Error(message), { code: 'RESOURCE_EXHAUSTED' }) as RpcError",
      ),
  );
  expect(firstFailure(judgement)).toBeUndefined();
});

testWrongVariants((exercise) => (isServer(exercise) ? [] : wrongVariantsOf(exercise).slice(0, 2)));

describe('in my/', () => {
  const folders: string[] = [];
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

  test('starts and solutions have the right types, and solutions pass lint', () => {
    const folder = layOut(EXERCISES);
    folders.push(folder);
    expect(run('typescript-7/bin/tsc', ['-p', folder])).toBe('');
    const config = path.join(folder, '.oxlintrc.json');
    // one by one: git ignores the folder, so oxlint would not look into it
    const solutions = EXERCISES.map(({ file }) => path.join(folder, 'solutions', file));
    const said = run('oxlint/bin/oxlint', ['--no-ignore', '-c', config, ...solutions]);
    expect(said).toContain('Found 0 warnings and 0 errors.');
    expect(said).toContain(` on ${new Set(solutions).size} files `);
  });
});

/** All solutions in one `my/`, and each start in its own, with what it imports. */
function layOut(exercises: readonly Exercise[]): string {
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, '.cache', 'exercises-'));
  const put = (text: typeof startText, exercise: Exercise, my: string): void => {
    const target = path.join(folder, my, exercise.file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text(exercise, target));
  };
  for (const exercise of exercises) {
    put(solutionText, exercise, 'solutions');
    for (const step of stepsBefore(ROOT, exercise))
      put(solutionText, step, `starts/${exercise.id}`);
    put(startText, exercise, `starts/${exercise.id}`);
  }
  const tsconfig = {
    extends: path.join(ROOT, 'tsconfig.base.json'),
    compilerOptions: {
      composite: false,
      declaration: false,
      emitDeclarationOnly: false,
      noEmit: true,
      types: ['node'],
      noUnusedParameters: false,
    },
    include: ['solutions', 'starts'],
  };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  const rules = readFileSync(path.join(ROOT, '.oxlintrc.json'), 'utf8');
  const nothingIgnored = rules.replace(/"ignorePatterns": \[[^\]]*\]/, '"ignorePatterns": []');
  writeFileSync(path.join(folder, '.oxlintrc.json'), nothingIgnored);
  return folder;
}

/** The tool's output. */
function run(tool: string, args: readonly string[]): string {
  try {
    const command = [path.join(ROOT, 'node_modules', tool), ...args];
    return execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}`;
  }
}

// The routes as a learner follows them, in the course's own pages and exercises.

import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { CHAPTERS } from '../chapters';
import { begin } from '../exercises/begin';
import { findExercise, findExercises } from '../exercises/exercise';
import { rememberPass } from '../exercises/exercise-progress';
import { nextExercise } from '../exercises/judge-and-tell';
import { myFile } from '../exercises/my-work';
import { solutionText } from '../exercises/texts';
import { formatNext } from '../next-step';
import { run } from '../program';
import { markDone, STEPS } from '../progress';
import { isOn, ROUTES } from '../routes';
import { ROOT } from '../testing/judge-text';
import { makeContext, type FakeContext } from '../testing/fake-context';
import { makeRoot } from '../testing/make-root';

/** Our chapters and pages, and a `my/` of the test's. */
function learner(): FakeContext {
  const root = makeRoot();
  for (const name of ['packages', 'docs'])
    symlinkSync(path.join(ROOT, name), path.join(root, name));
  return makeContext(root);
}

/** What a command prints. */
async function says(context: FakeContext, ...argv: string[]): Promise<string> {
  context.written.length = 0;
  await run(argv, context);
  return [...context.written, ...context.warned].join('');
}

test('the routes with their time; the whole course is the one without a choice', async () => {
  const shown = await says(learner(), 'route');
  expect(shown).toMatch(/→ whole +\d+ h.* to read, .* of exercises/);
  expect(shown).toMatch(/ {2}two-hours +.* to read\n/);
  expect(shown).toContain('    03 06 08 12 17\n');
  expect(shown).toContain('Next, chapter 01: read the page\n  npm start -- read 1\n');
});

test('a chosen route is marked in the map, and is what comes next', async () => {
  const context = learner();
  const chosen = await says(context, 'route', 'two-hours');
  expect(chosen).toContain('Route two-hours. Next, chapter 03: read the page');
  const map = await says(context, 'list');
  expect(map).toMatch(/^→ 03 Message protocols/m);
  expect(map).toMatch(/^ {2}04 Redis/m);
  expect(map).toContain('Your route: two-hours');
  expect(await says(context)).toContain('Route two-hours. Next, chapter 03');
});

test('the route goes on past the chapters that it skips, up to its end', () => {
  const context = learner();
  void run(['route', 'two-hours'], context);
  const done = (number: number, ...steps: (typeof STEPS)[number][]): void => {
    const chapter = CHAPTERS[number - 1];
    for (const step of steps) if (chapter) markDone(context.progressFile, chapter, step);
  };
  done(3, 'read');
  expect(formatNext(context)).toContain('Next, chapter 03: run the demo\n  npm start -- demo 3');
  done(3, 'demo');
  expect(formatNext(context)).toContain('Next, chapter 06: read the page');
  for (const number of [6, 8, 12, 17]) done(number, 'read', 'demo');
  expect(formatNext(context)).toBe(
    '  Route two-hours. You have done all of it. To go on: npm start -- route whole\n',
  );
});

test('on the whole course an exercise comes after the chapter’s other rooms', () => {
  const context = learner();
  for (const chapter of CHAPTERS.slice(0, 3))
    for (const step of STEPS) markDone(context.progressFile, chapter, step);
  expect(formatNext(context)).toContain(
    'Next, chapter 03: exercise "my/rpc, step 1: frames"\n  npm start -- exercise 03-rpc-frames',
  );
});

test('a page begins with what it takes from the chapters that the route skips', async () => {
  const context = learner();
  expect(await says(context, 'read', '17')).not.toContain('From the chapters that you skip');
  await says(context, 'route', 'two-hours');
  expect(await says(context, 'read', '17')).toMatch(/^\n {2}From the chapters that you skip:/);
  await says(context, 'route', 'servers');
  expect(await says(context, 'read', '17')).not.toContain('From the chapters that you skip');
});

test('a route without exercises says so on top of a page that asks for one half-way', async () => {
  const context = learner();
  const note = 'On your route, read on where the page says "Try it first".';
  await says(context, 'route', 'servers');
  expect(await says(context, 'read', '8')).not.toContain(note);
  await says(context, 'route', 'two-hours');
  expect(await says(context, 'read', '8')).toContain(note);
});

test('the next exercise is one of the route’s', async () => {
  const context = learner();
  const route = ROUTES.find(({ name }) => name === 'servers');
  await says(context, 'route', 'servers');
  const seen: string[] = [];
  for (;;) {
    const next = nextExercise(
      context,
      findExercises(ROOT).find(({ id }) => id === seen.at(-1)),
    );
    if (next === undefined) break;
    expect(route && isOn(route, next.chapter)).toBe(true);
    rememberPass(context, next, '');
    seen.push(next.id);
  }
  expect(seen[0]).toBe('08-rpc-server');
  expect(await says(context, 'exercise')).toContain('every exercise of your route');
});

test('a step of a skipped chapter is our solution, a file that is there stays', async () => {
  const context = learner();
  const server = findExercise(context.root, '08-rpc-server');
  expect(await begin(context, server, false)).toBe(false);
  await says(context, 'route', 'servers');
  await says(context, 'exercise', '06-rpc-dispatch');
  expect(await begin(context, server, false)).toBe(true);
  expect(context.written.join('')).toContain('my/rpc/frames.ts is our solution now.');
  const textOf = (id: string): string =>
    readFileSync(myFile(context.root, findExercise(context.root, id)), 'utf8');
  const frames = findExercise(context.root, '03-rpc-frames');
  expect(textOf('03-rpc-frames')).toBe(solutionText(frames, myFile(context.root, frames)));
  expect(textOf('06-rpc-dispatch')).toContain('not written yet');
  // A step of the route's own is the learner's to write.
  expect(existsSync(myFile(context.root, findExercise(context.root, '09-rpc-blocking')))).toBe(
    false,
  );
});

test('a name that is no route is a usage error that names them', async () => {
  const context = learner();
  await run(['route', 'scenic'], context);
  expect(context.warned.join('')).toBe(
    'no route "scenic": choose one of whole, two-hours, servers\n',
  );
  expect(context.codes).toEqual([2]);
});

test('after each gap in a route the chapter says what it takes from there', () => {
  for (const route of ROUTES) {
    for (const number of Object.keys(route.before).map(Number))
      expect(route.chapters).toContain(number);
    const [first = 1] = route.chapters;
    if (first > 1) expect(route.before[first]).toBeDefined();
    for (const [at, number] of route.chapters.entries()) {
      const previous = route.chapters[at - 1];
      if (previous !== undefined && number > previous + 1)
        expect(route.before[number]).toBeDefined();
    }
  }
});

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findChapter } from '../chapters';
import { markDone, readProgress } from '../progress';
import { makeContext } from '../testing/fake-context';
import { makeRoot } from '../testing/make-root';
import { forgetSteps, rememberStep, stateOf } from './exercise-progress';

const DAY = new Date('2026-11-28T12:00:00Z');
const first = { id: '03-rpc-frames', version: 1 };
const second = { ...first, version: 2 };

test('steps are lines with the version of the task, next to those of the chapters', () => {
  const context = makeContext(makeRoot());
  const file = context.progressFile;
  rememberStep(context, first, 'started', DAY);
  markDone(file, findChapter('3'), 'read', DAY);
  rememberStep(context, first, 'stage-1', DAY);
  rememberStep(context, first, 'stage-1', new Date('2027-01-01T00:00:00Z'));
  expect(readFileSync(file, 'utf8').split('\n').slice(1)).toEqual([
    '03-codec read 2026-11-28',
    '03-rpc-frames v1 stage-1 2026-11-28',
    '03-rpc-frames v1 started 2026-11-28',
    '',
  ]);
  expect(readProgress(file).get('03-codec')?.has('read')).toBe(true);
});

test('a pass is kept when the task changes', () => {
  const context = makeContext(makeRoot());
  rememberStep(context, first, 'started', DAY);
  rememberStep(context, first, 'passed', DAY);
  expect(stateOf(context.progressFile, second)).toMatchObject({
    startedVersion: 1,
    passedVersion: 1,
  });
  rememberStep(context, second, 'passed', DAY);
  expect(stateOf(context.progressFile, second)).toMatchObject({ passedVersion: 2 });
  rememberStep(context, { ...first, version: 10 }, 'passed', DAY);
  expect(stateOf(context.progressFile, second)).toMatchObject({ passedVersion: 10 });
});

test('starting over forgets hints and stages, but not the pass', () => {
  const context = makeContext(makeRoot());
  for (const step of ['started', 'hint-1', 'hint-2', 'stage-1', 'passed'] as const)
    rememberStep(context, first, step, DAY);
  expect(stateOf(context.progressFile, first)).toMatchObject({
    hints: new Set([1, 2]),
    stages: 1,
  });
  forgetSteps(context, first);
  expect(stateOf(context.progressFile, first)).toEqual({
    startedVersion: undefined,
    passedVersion: 1,
    hints: new Set(),
    passedFile: undefined,
    stages: 0,
  });
});

test('a progress file that cannot be written is only a warning', () => {
  const context = makeContext(makeRoot({ progress: '' }));
  const nowhere = { ...context, progressFile: path.join(context.progressFile, 'below') };
  rememberStep(nowhere, first, 'started', DAY);
  expect(context.warned.join('')).toContain('your progress is not saved');
});

test('damaged lines are skipped', () => {
  const context = makeContext(makeRoot());
  writeFileSync(
    context.progressFile,
    '03-rpc-frames v1 danced 2026-11-28\n03-rpc-frames vx passed\n',
  );
  expect(stateOf(context.progressFile, first)).toMatchObject({ passedVersion: undefined });
});

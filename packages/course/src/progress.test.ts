import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { CHAPTERS, findChapter } from './chapters';
import {
  damageOf,
  formatProgress,
  markDone,
  markRoute,
  markStage,
  parseProgress,
  readProgress,
  readRoute,
  readStages,
  STEPS,
  writeExerciseLines,
} from './progress';
import { remember } from './remember';
import { makeRoot } from './testing/make-root';

const codec = findChapter('codec');
const server12 = findChapter('12');
const day = new Date('2025-01-31T12:00:00Z');

test('steps are human-readable lines', () => {
  const file = path.join(makeRoot(), 'progress');
  markDone(file, server12, 'served', day);
  markDone(file, codec, 'demo', day);
  markDone(file, codec, 'read', day);
  expect(readFileSync(file, 'utf8')).toBe(
    `# Bytes Up: what is done. One line for each step; delete a line to undo it.
03-codec read 2025-01-31
03-codec demo 2025-01-31
12-single-process-async served 2025-01-31
`,
  );
});

test('stages of the challenge are kept next to the steps, and neither overwrites the other', () => {
  const file = path.join(makeRoot(), 'progress');
  markStage(file, 2, day);
  markDone(file, codec, 'read', day);
  writeExerciseLines(file, ['03-rpc-frames v1 passed 2025-01-31']);
  markStage(file, 1, day);
  markStage(file, 2, new Date('2026-02-02T00:00:00Z'));
  expect(readFileSync(file, 'utf8').split('\n').slice(1)).toEqual([
    '03-codec read 2025-01-31',
    '03-rpc-frames v1 passed 2025-01-31',
    'challenge stage-2 2025-01-31',
    'challenge stage-1 2025-01-31',
    '',
  ]);
  expect([...readStages(file)]).toEqual([2, 1]);
});

test('the route that was chosen last is kept, and so is everything else', () => {
  const file = path.join(makeRoot(), 'progress');
  expect(readRoute(file)).toBeUndefined();
  markRoute(file, 'two-hours', day);
  writeExerciseLines(file, ['03-rpc-frames v1 passed 2025-01-31']);
  markStage(file, 1, day);
  markRoute(file, 'servers', day);
  markDone(file, codec, 'read', day);
  expect(readRoute(file)).toBe('servers');
  expect(readFileSync(file, 'utf8').split('\n').slice(1)).toEqual([
    '03-codec read 2025-01-31',
    '03-rpc-frames v1 passed 2025-01-31',
    'challenge stage-1 2025-01-31',
    'route servers 2025-01-31',
    '',
  ]);
  expect(damageOf(file)).toBeUndefined();
});

test('the first day of a step is kept', () => {
  const file = path.join(makeRoot(), 'progress');
  markDone(file, codec, 'read', day);
  markDone(file, codec, 'read', new Date('2026-02-02T00:00:00Z'));
  expect(readProgress(file).get('03-codec')?.get('read')).toBe('2025-01-31');
});

test('a missing file counts as empty', () => {
  expect(readProgress(path.join(makeRoot(), 'none')).size).toBe(0);
});

test('a folder in its place counts as empty, and marking says why nothing is saved', () => {
  const file = path.join(makeRoot(), 'progress');
  mkdirSync(file);
  expect(readProgress(file).size).toBe(0);
  const warnings: string[] = [];
  remember({ progressFile: file, warn: (text) => warnings.push(text) }, codec, 'read');
  expect(warnings).toEqual([`your progress is not saved: ${file}: EISDIR\n`]);
  expect(readdirSync(path.dirname(file))).toEqual(['progress']);
});

test('lines that cannot be read are skipped and kept: a remark, a later version', () => {
  const file = path.join(makeRoot(), 'progress');
  const unknown = ['# my remark', '03-codec dance 2025-01-31', '99-x read 2025-01-31', 'rank gold'];
  writeFileSync(file, [...unknown, '03-codec read 2025-01-31\r', '03-codec demo soon'].join('\n'));
  markDone(file, codec, 'tested', day);
  markRoute(file, 'two-hours', day);
  markRoute(file, 'servers', day);
  expect(readFileSync(file, 'utf8').split('\n').slice(1)).toEqual([
    '03-codec read 2025-01-31',
    '03-codec tested 2025-01-31',
    ...unknown,
    '03-codec demo soon',
    'route servers 2025-01-31',
    '',
  ]);
});

test('what is told of a damaged line has no control characters', () => {
  const file = path.join(makeRoot(), 'progress');
  writeFileSync(file, '\u0000\u001b[2J');
  expect(damageOf(file)).toBe(`${file}:1: cannot read "\\u0000\\u001b[2J"; skipped`);
});

test('whatever is written can be read again', () => {
  const steps = fc.dictionary(
    fc.constantFrom(...CHAPTERS.map(({ folder }) => folder)),
    fc.uniqueArray(fc.constantFrom(...STEPS), { minLength: 1 }),
  );
  fc.assert(
    fc.property(steps, (done) => {
      const progress = new Map(
        Object.entries(done).map(([folder, names]) => [
          folder,
          new Map(names.map((name) => [name, '2025-01-31'] as const)),
        ]),
      );
      expect(parseProgress(formatProgress(progress))).toEqual(progress);
    }),
  );
});

test('no text makes reading throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(parseProgress(text).size).toBe(0);
    }),
  );
});

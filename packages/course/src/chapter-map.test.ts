import path from 'node:path';
import picocolors from 'picocolors';
import { formatMap, formatWork, markdownTable } from './chapter-map';
import { findChapter } from './chapters';
import { keepPredicted, markDone, markStage, readPredicted } from './progress';
import { makeRoot } from './testing/make-root';

const FILES = {
  'docs/chapters/03-codec.md': '',
  'packages/03-codec/src/demo.ts': '',
  'packages/03-codec/src/a.test.ts': '',
  'packages/03-codec/exercises/one/about.json':
    '{ "title": "One", "minutes": 5, "after": [], "file": "one.ts", "version": 1 }',
  'packages/12-single-process-async/src/main.ts': '',
};

test('the map shows what exists and ticks what is done', () => {
  const root = makeRoot(FILES);
  const progressFile = path.join(root, 'progress');
  markDone(progressFile, findChapter('3'), 'read');
  markDone(progressFile, findChapter('3'), 'tested');
  markDone(progressFile, findChapter('5'), 'read'); // that room no longer exists
  const map = formatMap({ root, progressFile, colors: picocolors.createColors(false) });
  const lines = map.split('\n');
  expect(lines).toHaveLength(21);
  expect(lines[2]).toBe(
    '  03  Message protocols                           ✔ page    demo            ✔ tests',
  );
  expect(lines[4]).toBe('  05  Protobuf’s binary protocol                    not written yet');
  expect(lines[11]).toMatch(/^ {2}12 {2}Server 5: one process, asynchronous +server$/);
  expect(lines[11]?.indexOf('server')).toBe(68);
});

test('below the map: the exercises of each chapter, and the challenge', () => {
  const root = makeRoot(FILES);
  const progressFile = path.join(root, 'progress');
  markStage(progressFile, 1);
  const text = formatWork({ root, progressFile, width: 80 });
  expect(text).toContain('  Exercises passed, by chapter: 03: 0 of 1\n');
  expect(text).toMatch(/Challenge, .*: 1 stage passed\n/);
});

test('below the map: how many predictions of each chapter were tried', () => {
  const recorded = JSON.stringify({ one: {}, two: {}, three: {} });
  const root = makeRoot({ ...FILES, 'packages/03-codec/src/demo/recorded.json': recorded });
  const progressFile = path.join(root, 'progress');
  const chapter = findChapter('3');
  keepPredicted(progressFile, chapter, [{ id: 'two', guess: '1 "b"', came: '2 bytes' }]);
  keepPredicted(progressFile, chapter, [{ id: 'gone', guess: '', came: 'R' }]);
  expect(readPredicted(progressFile, chapter)[0]).toEqual({
    id: 'two',
    guess: '1 "b"',
    came: '2 bytes',
  });
  expect(formatWork({ root, progressFile, width: 80 })).toContain(
    '  Predictions tried, by chapter: 03: 1 of 3\n    npm start -- predict --list\n',
  );
});

test('the README’s table links what exists and nothing else', () => {
  const lines = markdownTable(makeRoot(FILES)).split('\n');
  expect(lines).toHaveLength(23);
  expect(lines[0]?.split('|').map((cell) => cell.trim())).toEqual([
    '',
    'chapter',
    'read',
    'see',
    'serve',
    'test',
    'do',
    '',
  ]);
  expect(lines[4]?.split('|').map((cell) => cell.trim())).toEqual([
    '',
    '[03 Message protocols](packages/03-codec)',
    '[page](docs/chapters/03-codec.md)',
    '`demo 3`',
    '',
    '`test 3`',
    '`exercise 3`',
    '',
  ]);
  expect(lines[6]?.split('|').map((cell) => cell.trim())).toEqual([
    '',
    '05 Protobuf’s binary protocol',
    '',
    '',
    '',
    '',
    '',
    '',
  ]);
  expect(lines[13]).toContain('`serve 12`');
});

test('the rows of the table are padded to the same length, as Prettier does it', () => {
  const lines = markdownTable(makeRoot(FILES)).trimEnd().split('\n');
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
});

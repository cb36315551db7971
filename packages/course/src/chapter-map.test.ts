import path from 'node:path';
import picocolors from 'picocolors';
import { formatMap, formatWork, markdownTable } from './chapter-map';
import { findChapter } from './chapters';
import { keepPredicted, markDone, markStage, readPredicted } from './progress';
import { ROOT } from './testing/judge-text';
import { makeRoot } from './testing/make-root';

const FILES = {
  'docs/chapters/03-codec.md': '',
  'packages/03-codec/src/demo.ts': '',
  'packages/03-codec/src/a.test.ts': '',
  'packages/03-codec/exercises/one/about.json':
    '{ "title": "One", "minutes": 5, "after": [], "file": "one.ts", "version": 1 }',
  'packages/03-codec/src/demo/recorded.json': '{ "one": {}, "two": {}, "three": {} }',
  'packages/12-single-process-async/src/main.ts': '',
};

function mapOf(root: string, width: number): string[] {
  const progressFile = path.join(root, 'progress');
  const colors = picocolors.createColors(false);
  return formatMap({ root, progressFile, colors, width }).split('\n');
}

test('the map shows what exists and ticks what is done', () => {
  const root = makeRoot(FILES);
  const progressFile = path.join(root, 'progress');
  markDone(progressFile, findChapter('3'), 'read');
  markDone(progressFile, findChapter('3'), 'tested');
  markDone(progressFile, findChapter('5'), 'read'); // that room no longer exists
  keepPredicted(progressFile, findChapter('3'), [{ id: 'two', guess: '', came: '2 bytes' }]);
  const [head, ...lines] = mapOf(root, 80);
  expect(lines).toHaveLength(21);
  expect([head, lines[2], lines[4], lines[11]]).toEqual([
    '                                                read demo predict serve test do',
    '  03 Message protocols                          ✔    ·    1/3           ✔    0/1',
    '  05 Protobuf’s binary protocol                 not written yet',
    '  12 Server 5: one process, asynchronous                          ·',
  ]);
});

test('at 60 columns the titles are cut, and the marks stay in their columns', () => {
  const [head, ...lines] = mapOf(makeRoot(FILES), 60);
  expect([head, lines[2], lines[11]]).toEqual([
    '                            read demo predict serve test do',
    '  03 Message protocols      ·    ·    0/3           ·    0/1',
    '  12 Server 5: one process…                   ·',
  ]);
});

test('no row is wider than the terminal', () => {
  for (const width of [40, 60, 80, 100])
    expect(Math.max(...mapOf(ROOT, width).map((line) => line.length))).toBeLessThanOrEqual(width);
});

test('below the map: what its counts are, and the challenge', () => {
  const root = makeRoot(FILES);
  const progressFile = path.join(root, 'progress');
  markStage(progressFile, 1);
  const text = formatWork({ root, progressFile });
  expect(text).toContain('  do: how many of the exercises have passed\n');
  expect(text).toMatch(/Challenge, .*: 1 stage passed\n/);
});

test('a prediction that a chapter no longer has does not count', () => {
  const root = makeRoot(FILES);
  const progressFile = path.join(root, 'progress');
  const chapter = findChapter('3');
  keepPredicted(progressFile, chapter, [{ id: 'two', guess: '1 "b"', came: '2 bytes' }]);
  keepPredicted(progressFile, chapter, [{ id: 'gone', guess: '', came: 'R' }]);
  expect(readPredicted(progressFile, chapter)[0]).toEqual({
    id: 'two',
    guess: '1 "b"',
    came: '2 bytes',
  });
  expect(mapOf(root, 80)[3]).toContain(' 1/3 ');
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

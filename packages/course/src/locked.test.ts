import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findChapter } from './chapters';
import { rememberStep } from './exercises/exercise-progress';
import { markDone } from './progress';
import { makeRoot } from './testing/make-root';

const codec = findChapter('codec');
const day = new Date('2025-01-31T12:00:00Z');
const THEIRS = '03-codec read 2025-01-31';

let file: string;
let lock: string;
beforeEach(() => {
  file = path.join(makeRoot(), 'progress');
  lock = `${file}.lock`;
  writeFileSync(lock, ''); // another runner is writing
});
afterEach(() => jest.restoreAllMocks());

/** The other runner is done while this one waits. */
function finishWhileWeWait(): void {
  jest.spyOn(Atomics, 'wait').mockImplementation(() => {
    writeFileSync(file, `${THEIRS}\n`);
    rmSync(lock);
    return 'timed-out';
  });
}

test('a step that another runner is adding is kept', () => {
  finishWhileWeWait();
  markDone(file, codec, 'demo', day);
  expect(readFileSync(file, 'utf8')).toContain(`${THEIRS}\n03-codec demo 2025-01-31\n`);
  expect(readdirSync(path.dirname(file))).toEqual(['progress']);
});

test('so it is beside a step of an exercise', () => {
  finishWhileWeWait();
  const context = { progressFile: file, warn: (text: string) => expect(text).toBe('') };
  rememberStep(context, { id: '03-rpc-frames', version: 1 }, 'passed', day);
  expect(readFileSync(file, 'utf8')).toContain(`${THEIRS}\n03-rpc-frames v1 passed 2025-01-31\n`);
});

test('a lock that a dead runner left behind is waited for at most two seconds', () => {
  let atMs = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => atMs);
  jest.spyOn(Atomics, 'wait').mockImplementation((_array, _index, _value, ms = 0) => {
    atMs += Number(ms);
    return 'timed-out';
  });
  markDone(file, codec, 'demo', day);
  expect(atMs).toBe(2_000);
  expect(readFileSync(file, 'utf8')).toContain('03-codec demo 2025-01-31\n');
  expect(existsSync(lock)).toBe(false);
});

test('a step that is done already is not written again', () => {
  writeFileSync(file, `${THEIRS}\n`);
  const waits = jest.spyOn(Atomics, 'wait');
  markDone(file, codec, 'read', day);
  expect(waits).not.toHaveBeenCalled();
  expect(existsSync(lock)).toBe(true);
});

// A full disk, a folder that must not be written, a progress file that cannot be read:
// nothing that the learner has is lost, and the course says in one line what was refused.

import fs from 'node:fs';
import path from 'node:path';
import { findChapter } from './chapters';
import { findExercise } from './exercises/exercise';
import { myFile, prepare, startAgain } from './exercises/my-work';
import { makeMyFolder } from './my-folder';
import { markDone, readProgress } from './progress';
import { remember } from './remember';
import { runHere } from './testing/fake-context';
import { ROOT } from './testing/judge-text';
import { makeRoot } from './testing/make-root';
import { show } from './terminal/pager';

afterEach(() => jest.restoreAllMocks());

const codec = findChapter('codec');

/** Each file is created, and then there is no room for its text. */
function fillDisk(isFull: (file: string) => boolean = () => true): void {
  const { writeFileSync } = fs;
  jest.spyOn(fs, 'writeFileSync').mockImplementation((file, text, options) => {
    if (!isFull(String(file))) return writeFileSync(file, text, options);
    writeFileSync(file, '');
    throw refusal('ENOSPC', 'no space left on device', 'write');
  });
}

function refusal(code: string, what: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: ${what}, ${syscall}`), { code, syscall });
}

/** A checkout with our exercises. */
function makeCheckout(): string {
  const root = makeRoot();
  fs.symlinkSync(path.join(ROOT, 'packages'), path.join(root, 'packages'));
  return root;
}

test('a progress file that cannot be read is not replaced', () => {
  const file = path.join(makeRoot(), 'progress');
  markDone(file, codec, 'read');
  const { readFileSync } = fs;
  jest.spyOn(fs, 'readFileSync').mockImplementation(() => {
    throw refusal('EACCES', 'permission denied', 'open');
  });
  const warnings: string[] = [];
  remember({ progressFile: file, warn: (text) => warnings.push(text) }, codec, 'demo');
  expect(warnings).toEqual([`your progress is not saved: ${file}: EACCES\n`]);
  expect(readFileSync(file, 'utf8')).toContain('03-codec read ');
});

test('a progress file that is too large is not cut', () => {
  const file = path.join(makeRoot(), 'progress');
  const text = `${'# a remark\n'.repeat(10_000)}03-codec read 2025-01-31\n`;
  fs.writeFileSync(file, text);
  const warnings: string[] = [];
  remember({ progressFile: file, warn: (line) => warnings.push(line) }, codec, 'demo');
  expect(warnings).toEqual([`your progress is not saved: ${file}: EFBIG\n`]);
  expect(fs.readFileSync(file, 'utf8')).toBe(text);
});

test('on a full disk the progress stays as it was', () => {
  const file = path.join(makeRoot(), 'progress');
  markDone(file, codec, 'read');
  fillDisk();
  expect(() => markDone(file, codec, 'demo')).toThrow('ENOSPC');
  expect([...(readProgress(file).get('03-codec')?.keys() ?? [])]).toEqual(['read']);
  expect(fs.readdirSync(path.dirname(file))).toEqual(['progress']);
});

test('my/ is made as a whole, or not at all', () => {
  const root = makeRoot();
  fillDisk((file) => file.endsWith('tsconfig.json'));
  expect(() => makeMyFolder(root)).toThrow('ENOSPC');
  expect(fs.readdirSync(root)).toEqual([]);
  jest.restoreAllMocks();
  expect(makeMyFolder(root)).toBe(true);
  expect(fs.readdirSync(path.join(root, 'my')).sort()).toEqual([
    'README.md',
    'first.ts',
    'tsconfig.json',
  ]);
});

test('an exercise’s file is whole, or not there', () => {
  const root = makeCheckout();
  makeMyFolder(root);
  const exercise = findExercise(root, '03-rpc-frames');
  fillDisk();
  expect(() => prepare(root, exercise)).toThrow('ENOSPC');
  expect(fs.existsSync(myFile(root, exercise))).toBe(false);
  jest.restoreAllMocks();
  expect(prepare(root, exercise)).toBe(true);
});

test('a reset for which there is no room leaves the learner’s file where it is', () => {
  const root = makeCheckout();
  const exercise = findExercise(root, '03-rpc-frames');
  prepare(root, exercise);
  const file = myFile(root, exercise);
  fs.writeFileSync(file, 'mine');
  fillDisk();
  expect(() => startAgain(root, exercise)).toThrow('ENOSPC');
  jest.restoreAllMocks();
  expect(fs.readFileSync(file, 'utf8')).toBe('mine');
  expect(fs.readdirSync(path.dirname(file))).toEqual(['frames.ts']);
  expect(startAgain(root, exercise)).toBe('my/kept/rpc/frames-1.ts');
});

test('what the system refuses is one line and exit code 2', async () => {
  const root = makeCheckout();
  makeMyFolder(root);
  fillDisk();
  const { code, stderr } = await runHere(root, ['exercise', '03-rpc-frames']);
  expect(code).toBe(2);
  expect(stderr.trim().split('\n')).toEqual([
    `cannot go on: ENOSPC: no space left on device, write '${path.join(root, 'my/rpc/frames.ts')}'`,
  ]);
});

test('a page is written without a pager if there is no room for its file', async () => {
  jest.spyOn(fs, 'mkdtempSync').mockImplementation(() => {
    throw refusal('ENOSPC', 'no space left on device', 'mkdtemp');
  });
  const written: string[] = [];
  const writeWhole = (text: string): Promise<boolean> => Promise.resolve(written.push(text) > 0);
  const env = { ...process.env, PAGER: 'cat > /dev/null' };
  expect(await show('a page\n', { interactive: true, env, writeWhole })).toBe(true);
  expect(written).toEqual(['a page\n']);
});

test('a folder where the learner’s file should be is said, and moved away by a reset', async () => {
  const root = makeCheckout();
  const folder = path.join(root, 'my/rpc/frames.ts');
  fs.mkdirSync(folder, { recursive: true });
  const verified = await runHere(root, ['verify', '03-rpc-frames']);
  expect(verified.stdout.trim()).toBe(
    'my/rpc/frames.ts is not a file: npm start -- reset 03-rpc-frames moves it to my/kept/',
  );
  expect(verified.code).toBe(2);
  expect((await runHere(root, ['list', '--exercises'])).code).toBe(0);
  const { code, stdout } = await runHere(root, ['reset', '03-rpc-frames']);
  expect({ code, stdout }).toMatchObject({ code: 0 });
  expect(fs.statSync(folder).isFile()).toBe(true);
  expect(fs.statSync(path.join(root, 'my/kept/rpc/frames-1.ts')).isDirectory()).toBe(true);
});

test('a link to itself is one line and exit code 2', async () => {
  const root = makeCheckout();
  fs.mkdirSync(path.join(root, 'my/rpc'), { recursive: true });
  const link = path.join(root, 'my/rpc/frames.ts');
  fs.symlinkSync('frames.ts', link);
  const { code, stderr } = await runHere(root, ['hint']);
  expect({ code, lines: stderr.trim().split('\n') }).toEqual({
    code: 2,
    lines: [`cannot go on: ELOOP: too many symbolic links encountered, stat '${link}'`],
  });
});

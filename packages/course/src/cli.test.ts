// The commands as a learner types them, in a made-up checkout without a terminal.

import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '@bytes-up/testkit';
import { typescriptCommand } from './run-child';
import { runCourse, startCourse } from './testing/course';
import { makeRoot } from './testing/make-root';

const root = (files: Record<string, string> = {}): string =>
  makeRoot({
    'docs/chapters/03-codec.md':
      '---\ntitle: Message protocols\nminutes: 20\n---\n\n## The idea\n\nBytes.\n',
    'docs/glossary.md': '# Glossary\n',
    'packages/03-codec/src/demo.ts':
      'const greet: string = "hello from the demo"; console.log(greet, process.argv.slice(2).join(" "));',
    'packages/12-single-process-async/src/main.ts': '',
    ...files,
  });

const progressOf = (folder: string): string[] =>
  readFileSync(path.join(folder, 'progress'), 'utf8').split('\n').slice(1, -1);

test('without arguments and without a terminal: the map and the commands', async () => {
  const { code, stdout, stderr } = await runCourse([], { root: root() });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain('03 Message protocols');
  expect(stdout).toContain('npm start -- serve <chapter> …');
  expect(stdout).not.toContain('\u001b');
});

test('with an open pipe as input it does not wait', async () => {
  const { child, ended } = startCourse([], { root: root() });
  const { code } = await ended;
  expect(code).toBe(0);
  expect(child.exitCode).toBe(0);
});

test('a usage error is one line on standard error, exit code 2', async () => {
  const { code, stdout, stderr } = await runCourse(['demo', '5'], { root: root() });
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr: 'chapter 05 (protobuf) is not written yet: npm start -- list shows what is\n',
  });
});

test('an output for which there is no room is one line and exit code 2', () => {
  if (!existsSync('/dev/full')) return;
  const full = openSync('/dev/full', 'w');
  const [node = '', ...args] = typescriptCommand(path.join(__dirname, 'main.ts'));
  const { status, stderr } = spawnSync(node, [...args, 'list'], {
    env: { ...process.env, BYTES_UP_ROOT: root() },
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect(stderr).toMatch(/^cannot .*ENOSPC: no space left.*\n$/);
  expect(status).toBe(2);
});

test('a usage error has exit code 2 also when standard error is closed', async () => {
  const { child, ended } = startCourse(['frobnicate'], { root: root() });
  child.stderr?.destroy();
  expect((await ended).code).toBe(2);
});

test('an empty standard input is a usage error, too', async () => {
  const { code, stderr } = await runCourse(['bytes', '-'], { root: root() });
  expect(stderr).toBe('no bytes given: pass hex such as 0d000000 7b22696e223a2270696e67227d\n');
  expect(code).toBe(2);
});

test('conformance gets its whole command line, `--` included', async () => {
  const { code, stdout } = await runCourse(['conformance', '--help']);
  expect(stdout).toContain('--target');
  expect(code).toBe(0);
});

test.each([
  [['12', '--only', '2.1/ping'], '12-single-process-async: '],
  [['12', '--only', '2.1/ping', '--', '--engine', 'epoll'], '12-single-process-async, epoll: '],
])('conformance %j judges the server of the chapter, by its model', async (words, name) => {
  const { code, stdout } = await runCourse(['conformance', ...words]);
  expect(stdout).toContain(name);
  expect(code).toBe(0);
});

test.each([
  ['99', 'no chapter "99": give a number from 1 to 20 or a name such as codec'],
  ['4', 'the server of chapter 04 (resp) does not speak docs/protocol.md'],
  ['3', 'chapter 03 (codec) has no server yet; it has: page, demo, tests'],
])('conformance %s has no server to judge', async (number, message) => {
  const { code, stderr } = await runCourse(['conformance', number]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: `${message}\n` });
});

test('read prints the page and remembers it', async () => {
  const folder = root();
  const { code, stdout } = await runCourse(['read', '3'], { root: folder });
  expect(stdout).toContain('Message protocols');
  expect(stdout).toContain('about 20 minutes');
  expect(code).toBe(0);
  expect(progressOf(folder)).toEqual([expect.stringMatching(/^03-codec read \d{4}-\d\d-\d\d$/)]);
});

const LONG_PAGE = `# Message protocols\n\n${'A paragraph.\n\n'.repeat(2000)}`;

test.each([
  ['cat', true],
  ['head -n 3', false],
])('a page piped to %s: it counts as read when all of it was taken', async (reader, counts) => {
  const folder = root({ 'docs/chapters/03-codec.md': LONG_PAGE });
  const course = [...typescriptCommand(path.join(__dirname, 'main.ts')), 'read', '3'];
  const words = course.map((word) => `'${word}'`).join(' ');
  const env = { BYTES_UP_ROOT: folder, BYTES_UP_PROGRESS: path.join(folder, 'progress') };
  const { stdout } = await runCommand(['/bin/sh', '-c', `${words} | ${reader}`], {
    env: { ...process.env, ...env },
  });
  expect(stdout).toContain('Message protocols');
  expect(existsSync(path.join(folder, 'progress'))).toBe(counts);
});

test('list without a reader ends with 0', async () => {
  const { child, ended } = startCourse(['list'], { root: root() });
  child.stdout?.destroy();
  expect((await ended).code).toBe(0);
});

test('read prints the other pages of docs/', async () => {
  const { code, stdout } = await runCourse(['read', 'glossary'], { root: root() });
  expect(stdout).toContain('Glossary');
  expect(code).toBe(0);
});

test('demo runs the demo, passes flags on and remembers it', async () => {
  const folder = root();
  const { code, stdout, stderr } = await runCourse(['demo', 'codec', '--loud', '-x'], {
    root: folder,
  });
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: 'hello from the demo --loud -x\n',
    stderr: '',
  });
  expect(progressOf(folder)).toEqual([expect.stringMatching(/^03-codec demo /)]);
});

test('a demo that fails gives its exit code and is not remembered', async () => {
  const folder = root({ 'packages/03-codec/src/demo.ts': 'process.exit(7);' });
  const { code } = await runCourse(['demo', '3'], { root: folder });
  expect(code).toBe(7);
  expect(() => progressOf(folder)).toThrow('ENOENT');
});

test('a demo killed by a signal gives 128 + its number', async () => {
  const folder = root({ 'packages/03-codec/src/demo.ts': "process.kill(process.pid, 'SIGKILL');" });
  expect((await runCourse(['demo', '3'], { root: folder })).code).toBe(137);
});

test('test runs the chapter’s tests in its folder', async () => {
  const folder = root({
    'packages/03-codec/jest.config.js':
      "module.exports = { testMatch: ['<rootDir>/**/*.test.ts'], transform: {} };",
    'packages/03-codec/src/a.test.ts': "test('it holds', () => { expect(1).toBe(1); });",
  });
  const { code, stderr } = await runCourse(['test', '3'], { root: folder });
  expect(stderr).toContain('1 passed, 1 total');
  expect(code).toBe(0);
  expect(progressOf(folder)).toEqual([expect.stringMatching(/^03-codec tested /)]);
  const some = await runCourse(['test', '3', '-t', 'nothing is called so'], { root: folder });
  expect(some.stderr).toContain('1 skipped');
});

const HEX = '0d000000 7b22696e223a2270696e67227d'; // {"in":"ping"}
const BYTES = Buffer.from(HEX.replace(' ', ''), 'hex');
test.each([
  ['as one word', HEX.replace(' ', ''), undefined],
  ['with spaces', HEX, undefined],
  [
    'with 0x',
    Array.from(BYTES, (byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(' '),
    undefined,
  ],
  ['as hex on standard input', '-', `${HEX}\n`],
  ['as themselves on standard input', '-', BYTES],
])('bytes takes a frame apart, given %s', async (_, hex, input) => {
  const { code, stdout } = await runCourse(['bytes', ...hex.split(' ')], {
    root: root(),
    ...(input !== undefined && { input }),
  });
  expect(stdout).toMatch(/^ +0 {2}0d 00 00 00 .*length 13/);
  expect(stdout).toContain('the method is "ping"');
  expect(code).toBe(0);
});

test.each([
  ['resp', '2b4f4b0d0a', 'simple string: OK'],
  ['protobuf', '089601', 'field 1 = 150, or 75 by zigzag'],
  ['varint', 'ac02', '300, or 150 by zigzag'],
])('bytes --as %s', async (as, hex, meaning) => {
  const { code, stdout } = await runCourse(['bytes', '--as', as, hex], { root: root() });
  expect(stdout).toContain(meaning);
  expect(code).toBe(0);
});

test('bytes --as resp takes RESP as it is from standard input', async () => {
  const options = { root: root(), input: Buffer.from('*1\r\n$4\r\nPING\r\n') };
  const { stdout } = await runCourse(['bytes', '--as', 'resp', '-'], options);
  expect(stdout).toContain('array: 1 values follow');
});

describe('bytes --as protobuf', () => {
  const bytes = (...args: string[]) => {
    const files = { 'a.proto': 'syntax = "proto3"; message A {} message B { int32 size = 1; }' };
    const folder = root(files);
    const words = args.map((word) => word.replace('FOLDER', folder));
    return runCourse(['bytes', '--as', ...words], {
      root: folder,
      input: Buffer.from([8, 150, 1]),
    });
  };

  test('names the fields by a schema', async () => {
    const { code, stdout } = await bytes(
      'protobuf',
      '--schema',
      'FOLDER/a.proto',
      '--message',
      'B',
      '-',
    );
    expect(stdout).toContain('size = 150');
    expect(code).toBe(0);
    const first = await bytes('protobuf', '--schema', 'FOLDER/a.proto', '089601');
    expect(first.stdout).toContain('field 1, not in the schema: 150');
  });

  test.each([
    ['protobuf --schema FOLDER/none.proto 08', 'ENOENT'],
    [
      'protobuf --schema FOLDER/a.proto --message C 08',
      'no message C in the schema, which has A, B',
    ],
    ['protobuf --message B 08', '--message needs --schema, the file that has it'],
    ['resp --message B 08', '--schema and --message go with --as protobuf'],
  ])('%s', async (words, says) => {
    const { code, stderr } = await bytes(...words.split(' '));
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });
});

test('bytes that violate the protocol are shown with the error, exit code 1', async () => {
  const { code, stdout } = await runCourse(['bytes', 'ffffffff'], { root: root() });
  expect(stdout).toContain('frame length 4294967295 exceeds maxFrameBytes 4194304');
  expect(code).toBe(1);
});

// Predictions as a learner is asked them, in a terminal and without one.

import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isZombie, processEntry, runCommand, until } from '@bytes-up/testkit';
import { findChapter } from '../chapters';
import { run } from '../program';
import { readPredicted } from '../progress';
import { typescriptCommand } from '../run-child';
import { runCourse } from '../testing/course';
import { makeContext } from '../testing/fake-context';
import { makeRoot } from '../testing/make-root';
import { CTRL_C, openTerminal } from '../testing/terminal';

const TESTKIT = path.join(__dirname, '../../../testkit/src');
const FOLDER = 'packages/03-codec/src';
const LONG = 'How many bytes are in front of the body, as every frame of this course has them?';
const PREDICTIONS = `
export const predictions = [
  {
    id: 'header', before: 'The code', question: ${JSON.stringify(LONG)},
    answer: { unit: 'bytes' }, expected: 4,
    experiment: () => ({ value: 4, shown: ['0d 00 00 00'] }),
    explanation: 'The length takes \`four\` bytes.',
  },
  {
    id: 'state', before: 'The code', question: 'Which state?',
    answer: { choices: ['R', 'S'] }, expected: 'S',
    experiment: () => ({ value: 'R', shown: ['R'] }),
    explanation: 'It sleeps.',
  },
];
`;
const RECORDED = JSON.stringify({
  header: { value: 4, shown: [] },
  state: { value: 'S', shown: [] },
});
const DEMO = `
import { askBefore } from ${JSON.stringify(TESTKIT)};
import { predictions } from './demo/predictions';
async function main() {
  const ask = askBefore(predictions);
  await ask('header');
  console.log('the first step');
  await ask('state');
  console.log('the second step');
}
void main();
`;

const root = (predictions = PREDICTIONS): string =>
  makeRoot({
    [`${FOLDER}/demo.ts`]: DEMO,
    [`${FOLDER}/demo/predictions.ts`]: predictions,
    [`${FOLDER}/demo/recorded.json`]: RECORDED,
  });

const kept = (folder: string) => readPredicted(path.join(folder, 'progress'), findChapter('3'));

test('a reader that has closed the pipe ends it: no error, and no file is left', async () => {
  const course = [...typescriptCommand(path.join(__dirname, '../main.ts')), 'predict', '3'];
  const command = `${course.map((word) => `'${word}'`).join(' ')} < /dev/null | true`;
  const folder = root();
  const TMPDIR = path.join(folder, 'tmp');
  mkdirSync(TMPDIR);
  const env = { ...process.env, BYTES_UP_ROOT: folder, TMPDIR };
  expect((await runCommand(['/bin/sh', '-c', command], { env })).stderr).toBe('');
  const left = readdirSync(TMPDIR).filter((name) => name.startsWith('bytes-up-'));
  expect(left).toEqual([]);
});

test('without input the questions, the experiments and the answers are printed', async () => {
  const folder = root();
  const { code, stdout, stderr } = await runCourse(['predict', '3'], { root: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Your guess (bytes): none\n\n    0d 00 00 00\n\n  Measured: 4 bytes.\n');
  expect(stdout).toContain('The length takes four bytes.');
  expect(stdout).toContain('a) R\n  b) S\n');
  expect(kept(folder)).toEqual([
    { id: 'header', guess: '', came: '4 bytes' },
    { id: 'state', guess: '', came: 'R' },
  ]);
});

test('a measurement that the explanation does not explain is told, not hidden', async () => {
  const { stdout } = await runCourse(['predict', '3', 'state'], { root: root() });
  expect(stdout).toContain('Measured: R.');
  expect(stdout).toContain('The explanation expects S.');
});

test('guesses can be piped in, and the last ones are kept', async () => {
  const folder = root();
  await runCourse(['predict', '3'], { root: folder, input: '3\nb\n' });
  const { stdout } = await runCourse(['predict', '3', 'header'], { root: folder, input: '13' });
  expect(stdout).toContain('Measured: 4 bytes. Your guess: 13 bytes.');
  expect(kept(folder)).toEqual([
    { id: 'state', guess: 'S', came: 'R' },
    { id: 'header', guess: '13 bytes', came: '4 bytes' },
  ]);
  const { stdout: list } = await runCourse(['predict', '--list'], { root: folder });
  expect(list).toContain('03  Message protocols: 2 of 2 tried');
});

test('--json prints guesses and measurements, --list only the questions', async () => {
  const folder = root();
  const json = await runCourse(['predict', '3', '--json'], { root: folder, input: '4\n' });
  expect(JSON.parse(json.stdout)).toMatchObject([
    { id: 'header', question: LONG, guess: '4 bytes', came: '4 bytes' },
    { id: 'state', came: 'R', measured: { value: 'R', shown: ['R'] } },
  ]);
  const list = await runCourse(['predict', 'codec', '--list'], { root: root() });
  expect(list.stdout).toContain('  state\n    Which state? (a or b)\n');
  expect(list.stdout).not.toContain('Measured');
});

test('an experiment that fails is told, and the exit code is 1', async () => {
  const broken = PREDICTIONS.replace(
    "({ value: 'R', shown: ['R'] })",
    "{ throw new Error('no port'); }",
  );
  const { code, stdout } = await runCourse(['predict', '3'], { root: root(broken) });
  expect(stdout).toContain('The experiment failed: no port');
  expect(code).toBe(1);
});

test.each([
  [['predict', '99'], 'no chapter "99": give a number from 1 to 20 or a name such as codec\n'],
  [['predict', '4'], 'chapter 04 has no predictions; these have: 03\n'],
  [
    ['demo', '12', '--predict'],
    'chapter 12 (single-process-async) is not written yet: npm start -- list shows what is\n',
  ],
  [['predict', '3', 'foo'], 'no prediction "foo" in chapter 03: header, state\n'],
])('%j is a mistake, in one line', async (argv, line) => {
  const context = makeContext(root());
  await run(argv, context);
  expect([context.codes, context.warned, context.written]).toEqual([[2], [line], []]);
});

test('a demo with --predict asks before each step; without, it does not', async () => {
  const folder = root();
  const plain = await runCourse(['demo', '3'], { root: folder, input: '4\n' });
  expect(plain.stdout).toBe('the first step\nthe second step\n');
  const { stdout, code } = await runCourse(['demo', '3', '--predict'], {
    root: folder,
    input: '4\n',
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /Measured: 4 bytes[^]*the first step[^]*Measured: R[^]*the second step\n$/,
  );
  const lines = readFileSync(path.join(folder, 'progress'), 'utf8').split('\n').slice(1, -1);
  expect(lines).toEqual([
    expect.stringMatching(/^03-codec demo \d{4}-\d\d-\d\d$/),
    expect.stringMatching(/^03-codec predicted header "4 bytes" "4 bytes" \d{4}-\d\d-\d\d$/),
    expect.stringMatching(/^03-codec predicted state "" "R" /),
  ]);
});

test('in a terminal of 60 columns: one question at a time, and no line is longer', async () => {
  const folder = root();
  const terminal = openTerminal(folder, ['predict', '3'], { NO_COLOR: '1' }, 60);
  await terminal.shows('Your guess (bytes): ');
  terminal.type('many\n');
  await terminal.shows('This is not a guess (bytes).');
  terminal.type('5\n');
  await terminal.shows('Your guess: 5 bytes.');
  await terminal.shows('Your guess (a or b): ');
  terminal.type('\n');
  const { code, screen } = await terminal.ended;
  expect(code).toBe(0);
  expect(screen).not.toContain('\u001b[1m');
  for (const line of screen.split(/\r?\n/)) expect(line.length).toBeLessThanOrEqual(60);
  expect(kept(folder).map(({ guess }) => guess)).toEqual(['5 bytes', '']);
});

test('ctrl-C ends the experiment with all it has started, and keeps what was tried', async () => {
  const hanging = PREDICTIONS.replace(
    "() => ({ value: 'R', shown: ['R'] })",
    `async () => {
      const { ServerProcess } = require(${JSON.stringify(TESTKIT)});
      const server = new ServerProcess([process.execPath, '-e', 'setInterval(() => {}, 1000)']);
      process.stdout.write('started ' + server.pid + ';');
      return new Promise(() => undefined);
    }`,
  );
  const folder = root(hanging);
  const terminal = openTerminal(folder, ['predict', '3']);
  await terminal.shows('Your guess (bytes): ');
  terminal.type('4\n');
  await terminal.shows('Your guess (a or b): ');
  terminal.type('a\n');
  await terminal.shows('started ');
  const pid = Number(await terminal.shows(';'));
  terminal.type(CTRL_C);
  expect((await terminal.ended).code).toBe(130);
  await until('the server has ended', () => {
    const entry = processEntry(pid);
    return entry === undefined || isZombie(entry);
  });
  expect(kept(folder)).toEqual([{ id: 'header', guess: '4 bytes', came: '4 bytes' }]);
});

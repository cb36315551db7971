import picocolors from 'picocolors';
import { findExercises } from './exercise';
import { caret, formatJudgement } from './format-judgement';
import type { Judgement, StageOutcome } from './judge-file';
import type { Printed } from './printed-by-case';
import { ROOT } from '../testing/judge-text';

const [exercise] = findExercises(ROOT);
if (exercise === undefined) throw new Error('there is an exercise');
const colors = picocolors.createColors(false);

const JUDGEMENT: Judgement = {
  stages: [
    { title: 'encodeFrame', cases: 2 },
    { title: 'FrameDecoder', cases: 2 },
    { title: 'a stage with a title that is long', cases: 1 },
  ],
  outcomes: [],
  missing: [],
  ours: [],
  unjudged: undefined,
  cutShort: undefined,
  isInCase: false,
  given: undefined,
  printed: undefined,
  tookMs: 432,
};

const passed = (stage: number): StageOutcome => ({
  stage,
  title: 'it is right',
  section: 'Stage 1: out',
  failure: undefined,
});
const failed = (
  title: string,
  came = 'something else, of which there is much to say '.repeat(3),
) => ({
  stage: 1,
  title,
  section: 'Stage 2: in',
  failure: {
    given: `push ${'0d '.repeat(40)}`,
    expected: '60 bytes',
    came,
    bytes: { expected: '0d '.repeat(60).trim(), came: `${'0d '.repeat(50)}0e` },
  },
});
const format = (judgement: Partial<Judgement>, width = 60, all = false): string =>
  formatJudgement(exercise, { ...JUDGEMENT, ...judgement }, { colors, width }, { all });

const TWO_FAILED = { outcomes: [passed(0), passed(0), failed('the first one'), failed('another')] };

const LONGEST: StageOutcome = {
  ...failed('a title of a case that takes the whole of one line, and'),
  failure: {
    given: 'a connection, '.repeat(20),
    expected: 'an answer, '.repeat(20),
    came: 'your program ended, '.repeat(20),
    at: 'my/rpc/frames.ts:12',
    exchange: ['connected', '→ 4 bytes', '← 1 byte', '· end of stream', '· closed'],
    log: ['a line', 'another', 'a third'],
    again: 'npm start -- conformance --only 3.2/all-ones --verbose -- node -r ./tools/ts.cjs',
  },
};

const TYPES = {
  first: [
    { line: 7, message: "Type 'string' is not assignable to type 'number'." },
    { line: 12, message: `Argument of type ${"'Buffer' | ".repeat(20)} is too long for a line` },
  ],
  count: 9,
};

const linesWithTypes = (outcomes: StageOutcome[]): string[] => {
  const style = { colors, width: 60 };
  const judgement = { ...JUDGEMENT, outcomes };
  const shown = formatJudgement(exercise, judgement, style, { types: TYPES });
  const lines = shown.trimEnd().split('\n');
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(60);
  expect(lines.length).toBeLessThanOrEqual(24);
  return lines;
};

test('the first errors of types stand between the failing case and the count', () => {
  const small = { ...failed('a small one'), failure: { expected: '1', came: '2' } };
  const lines = linesWithTypes([passed(0), passed(0), small]);
  const at = lines.findIndex((line) => line.startsWith('  types '));
  expect(lines.slice(at, at + 6)).toEqual([
    "  types     my/rpc/frames.ts:7 Type 'string' is not",
    "            assignable to type 'number'.",
    expect.stringMatching(/^ {12}my\/rpc\/frames\.ts:12 Argument of type '/),
    expect.stringMatching(/^ {12}'Buffer' /),
    '            …',
    '            and 7 more',
  ]);
  expect(at).toBeGreaterThan(lines.findIndex((line) => line.includes('The task says so')));
  expect(lines[at + 7]).toContain('2 of 5 cases passed');
});

test('with fewer rows, each of them has one line', () => {
  const small = { ...failed('a small one'), failure: { expected: '1', came: '2' } };
  const judgement = { ...JUDGEMENT, outcomes: [passed(0), passed(0), small] };
  const style = { colors, width: 60 };
  const shown = formatJudgement(exercise, judgement, style, { types: TYPES, screenRows: 20 });
  const lines = shown.trimEnd().split('\n');
  const at = lines.findIndex((line) => line.startsWith('  types '));
  expect(lines.slice(at, at + 3)).toEqual([
    expect.stringMatching(/^ {2}types {5}my\/rpc\/frames\.ts:7 Type 'string' is not assi.*…$/),
    expect.stringMatching(/^ {12}my\/rpc\/frames\.ts:12 Argument of type .*…$/),
    '            and 7 more',
  ]);
});

test('where a failure fills the screen, the first error is shown and no more', () => {
  const lines = linesWithTypes(TWO_FAILED.outcomes);
  const at = lines.findIndex((line) => line.startsWith('  types '));
  expect(lines[at + 1]).toContain('2 of 5 cases passed');
});

test.each<[string, Partial<Judgement>]>([
  ['a failure', TWO_FAILED],
  ['a pass', { outcomes: [passed(0), passed(0), passed(1), passed(1), passed(2)] }],
  [
    'nothing judged',
    { unjudged: unjudged(`nothing here to judge: expected ${'aName, '.repeat(9)}`) },
  ],
  [
    'a hang',
    { cutShort: 'the first case, with a long title: no result after 5 s: an endless loop' },
  ],
  ['a missing name', { missing: ['FrameDecoder', 'AnotherClass', 'aFunction'] }],
  ['a failure with all that a server’s can have', { outcomes: [passed(0), passed(0), LONGEST] }],
  [
    'what was printed',
    { outcomes: [{ ...failed('it', 'no'), printed: lines(20, 'a long line '.repeat(9)) }] },
  ],
])('%s fits into 60 columns and one screen', (_what, judgement) => {
  const lines = format(judgement).trimEnd().split('\n');
  expect(lines.filter((line) => line.length > 60)).toEqual([]);
  expect(lines.length).toBeLessThanOrEqual(24);
});

test('the first failure is shown, the others are counted; all of them with --all', () => {
  expect(format(TWO_FAILED)).toContain('✗ the first one');
  expect(format(TWO_FAILED)).not.toContain('✗ another');
  expect(format(TWO_FAILED)).toContain(
    '2 of 5 cases passed in 0.4 s, 2 failed, 1 not tried.\n  All of them: npm start',
  );
  expect(format(TWO_FAILED, 60, true)).toContain('✗ another');
});

test('the stages show how far the learner is', () => {
  expect(format(TWO_FAILED, 100)).toContain(
    '✔ encodeFrame   ✗ FrameDecoder   · a stage with a title that is long',
  );
});

test('the first and last lines that the learner’s code printed are shown, and all are counted', () => {
  const failure = { expected: 'one', came: 'two' };
  const outcomes = [{ ...failed('it'), failure, printed: lines(20, 'line') }];
  const text = format({ outcomes }, 100);
  expect(text).toContain('Your code printed 20 lines:');
  const shown = text.split('\n').filter((line) => /^ {4}(line|…)/.test(line));
  const names = [
    'line 0',
    'line 1',
    'line 2',
    'line 3',
    '…',
    'line 16',
    'line 17',
    'line 18',
    'line 19',
  ];
  expect(shown.map((line) => line.trim())).toEqual(names);
});

test('lines between the two ends that are kept are counted, too', () => {
  const text = format({
    cutShort: 'it: a flood',
    printed: { count: 9_000, first: ['a', 'b'], last: ['y', 'z'] },
  });
  expect(text).toContain('Your code printed 9,000 lines:\n    a\n    b\n    …\n    y\n    z\n');
});

test('equal numbers of bytes are not shown, only the bytes', () => {
  const bytes = { expected: '0d 00', came: '0c 00' };
  const failure = { given: 'x', expected: '2 bytes', came: '2 bytes', bytes };
  const text = format({ outcomes: [{ ...failed('it'), failure }] });
  expect(text).not.toContain('2 bytes');
  expect(text).toContain('got       0c 00');
});

test('cases that were not tried are counted', () => {
  expect(format({ outcomes: [passed(0), failed('it')] })).toContain(
    '1 of 5 cases passed in 0.4 s, 1 failed, 3 not tried.',
  );
});

test('the case in which it was cut short has failed, too', () => {
  const hang = { outcomes: [passed(0)], cutShort: 'it: no result after 5 s' };
  expect(format({ ...hang, isInCase: true })).toContain(
    '1 of 5 cases passed in 0.4 s, 1 failed, 3 not tried.',
  );
  expect(format({ ...hang, isInCase: false })).toContain(
    '1 of 5 cases passed in 0.4 s, 4 not tried.',
  );
});

test('a case that is cut short is shown with what was given', () => {
  const text = format({ cutShort: 'it: no result after 5 s', given: 'push 02 00' });
  expect(text).toMatch(/it: no result after 5 s\n\n {2}given {5}push 02 00\n/);
});

test('a pass with the course’s own code says so', () => {
  const outcomes = [passed(0), passed(0), passed(1), passed(1), passed(2)];
  expect(format({ outcomes, ours: ['encodeFrame'] }, 100)).toContain(
    "✔ passed, with the course's own code (encodeFrame): 5 cases in 0.4 s",
  );
});

test.each([
  [
    'the first byte',
    '0d 00',
    '00 00',
    ['expected  0d 00', 'got       00 00', '          ^^ byte 0'],
  ],
  ['a missing byte', '0d 00', '0d', ['expected  0d 00', 'got       0d', '             ^^ byte 1']],
  ['no byte', '0d', '', ['expected  0d', 'got       no byte', '          ^^ byte 0']],
])('the caret is under %s', (_what, expected, came, lines) => {
  expect(caret({ expected, came }, 60)).toEqual(lines);
});

test('far into the bytes, the caret is still under the one that differs', () => {
  const bytes = Array.from({ length: 90 }, (_, at) => at.toString(16).padStart(2, '0'));
  const came = bytes.map((byte, at) => (at === 70 ? 'ff' : byte)).join(' ');
  const [wanted = '', got = '', mark = ''] = caret({ expected: bytes.join(' '), came }, 60);
  const at = mark.indexOf('^^');
  expect(wanted.slice(at, at + 2)).toBe('46');
  expect(got.slice(at, at + 2)).toBe('ff');
  expect(Math.max(...[wanted, got, mark].map(({ length }) => length))).toBeLessThanOrEqual(60);
});

function lines(count: number, text: string): Printed {
  return { count, first: Array.from({ length: count }, (_, at) => `${text} ${at}`), last: [] };
}

function unjudged(why: string): NonNullable<Judgement['unjudged']> {
  return { type: 'unjudged', reason: 'exports nothing judged', why };
}

test('no control character of the learner’s reaches the terminal', () => {
  const text = 'a\u001b[2J\u000e\tb\r';
  const outcome = failed(text, text);
  const failure = { ...outcome.failure, given: text, at: text, exchange: [text], log: [text] };
  const printed = { count: 1, first: [text], last: [] };
  const shown = format({ outcomes: [{ ...outcome, failure, printed }] }, 60, true);
  expect(shown).not.toMatch(/(?!\n)\p{Cc}/u);
  expect(shown.split('a\\x1b[2J\\x0e  b\\r')).toHaveLength(8);
});

test('in the watch, the keys below the judgement leave it fewer rows', () => {
  const printed = { count: 50, first: Array.from({ length: 50 }, () => 'a line'), last: [] };
  const judgement = { ...JUDGEMENT, outcomes: [{ ...failed('one', 'it'), printed }] };
  const rowsOf = (screenRows?: number): number =>
    formatJudgement(
      exercise,
      judgement,
      { colors, width: 80 },
      screenRows === undefined ? {} : { screenRows },
    ).split('\n').length - 1;
  expect(rowsOf()).toBeGreaterThan(18);
  expect(rowsOf(18)).toBeLessThanOrEqual(18);
});

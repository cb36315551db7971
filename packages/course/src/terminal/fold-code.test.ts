import { readFileSync } from 'node:fs';
import * as ts from 'typescript';
import { findExercises, fileOf } from '../exercises/exercise';
import { lexMarkdown } from '../pages/markdown';
import { ROOT } from '../testing/judge-text';
import { foldCode } from './fold-code';
import { displayWidth } from './width';

type Row = [title: string, line: string, lines: readonly string[]];

test.each<Row>([
  ['a line that fits', 'const a = 1;', ['const a = 1;']],
  [
    'a declaration',
    'export function pauseMs(attempt: number, random: () => number): number;',
    ['export function pauseMs(attempt:', '    number, random: () => number):', '    number;'],
  ],
  [
    'one that is indented',
    '  call(method: string, params: Json): Promise<Json>;',
    ['  call(method: string, params:', '      Json): Promise<Json>;'],
  ],
  [
    'a comment of one line',
    '  /** On failure, rejects with an error that has a code. */',
    ['  /** On failure, rejects with an', '   * error that has a code. */'],
  ],
  [
    'a line of a longer comment, with an apostrophe',
    " * @param random the learner's own function from 0 to 1",
    [" * @param random the learner's own", ' * function from 0 to 1'],
  ],
  [
    'a comment behind the code',
    'const limitMs = 250; // for each attempt, not for all',
    ['const limitMs = 250; // for each', '    // attempt, not for all'],
  ],
  [
    'a comment behind code that fills the line',
    'const limitMilliseconds = 250_000; // each',
    ['const limitMilliseconds = 250_000;', '    // each'],
  ],
  [
    'a string',
    "const text = join('one two three four five', rest);",
    ['const text =', "    join('one two three four five',", '    rest);'],
  ],
  [
    'an end of the line that would end the statement',
    'if (aConditionThatIsLong(a)) return true && false;',
    ['if (aConditionThatIsLong(a))', '    return true && false;'],
  ],
  ['a word without a space', 'x'.repeat(50), ['x'.repeat(50)]],
])('TypeScript in 36 columns: %s', (_title, line, lines) => {
  expect(foldCode(line, 36, 'ts')).toEqual(lines);
});

test.each<Row>([
  ['a command that fits', 'npm start -- test 3', ['npm start -- test 3']],
  [
    'a longer one',
    'npm start -- clients 3 --connect 127.0.0.1:8080 --say ping --hold',
    ['npm start -- clients 3 --connect \\', '    127.0.0.1:8080 --say ping --hold'],
  ],
  [
    'one with a string',
    'npm start -- call 127.0.0.1:8080 ping \'"hello, world"\'',
    ['npm start -- call 127.0.0.1:8080 \\', '    ping \'"hello, world"\''],
  ],
  [
    'a comment behind it',
    'npm start -- demo 3   # that runs it in this window',
    ['npm start -- demo 3   # that runs it', '    # in this window'],
  ],
  [
    'a comment behind one that fills the line',
    'npm start -- test 3 negotiated-frame  # one file',
    ['npm start -- test 3 negotiated-frame', '    # one file'],
  ],
])('a shell in 36 columns: %s', (_title, line, lines) => {
  expect(foldCode(line, 36, 'sh')).toEqual(lines);
});

test.each([20, 30, 40, 60])('in %i columns no line is wider', (width) => {
  const line = '  const a = await connect({ host: b, port: 80 }, // of the server';
  for (const folded of foldCode(line, width, 'ts'))
    expect(displayWidth(folded)).toBeLessThanOrEqual(width);
});

test('lines of a template, and of other languages, stay as they are', () => {
  const template = ['const text = `one', 'two three four`;', 'const other = one + two;'];
  expect(foldCode(template.join('\n'), 14, 'ts')).toEqual([
    'const text =',
    '    `one',
    'two three four`;',
    'const other =',
    '    one + two;',
  ]);
  const words = 'a table of an output';
  expect(['text', 'diff', 'proto', ''].map((each) => foldCode(words, 8, each))).toEqual(
    Array(4).fill([words]),
  );
});

const BLOCKS = findExercises(ROOT).flatMap((exercise) =>
  lexMarkdown(readFileSync(fileOf(exercise, 'task.md'), 'utf8')).flatMap((token) =>
    token.type === 'code' ? [[exercise.id, token.lang as string, token.text as string]] : [],
  ),
);

test.each([34, 54, 74])('in %i columns the code of every task stays the same code', (width) => {
  const tokensOf = { ts: typescriptTokens, sh: commands };
  for (const [id, language, code] of BLOCKS) {
    if (language !== 'ts' && language !== 'sh') continue;
    const folded = foldCode(code!, width, language).join('\n');
    expect([id, tokensOf[language](folded)]).toEqual([id, tokensOf[language](code!)]);
  }
  expect(BLOCKS.length).toBeGreaterThan(100);
});

/** Without spaces and comments. */
function typescriptTokens(code: string): readonly string[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, undefined, code);
  const tokens: string[] = [];
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) tokens.push(scanner.getTokenText());
  return tokens;
}

/** As a shell reads them: without comments, and with lines that go on in one. */
function commands(code: string): readonly string[] {
  const lines = code.replaceAll(/ \\\n\s*/g, ' ').split('\n');
  return lines.map((line) => line.replace(/\s*#.*$/, '')).filter((line) => line !== '');
}

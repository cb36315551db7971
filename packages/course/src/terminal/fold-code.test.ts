import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as ts from 'typescript';
import { CHAPTERS } from '../chapters';
import { findExercises, fileOf } from '../exercises/exercise';
import { lexMarkdown, type SnippetToken } from '../pages/markdown';
import { parsePage } from '../pages/parse-page';
import { ROOT } from '../testing/judge-text';
import { foldCode } from './fold-code';
import { pullSource } from './render-page';
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

test.each([
  ['a word that changes what comes next', '  constructor(private readonly limitMs: number) {}'],
  ['an arrow', 'const longer = (first: number, second: any) => 5;'],
  ['a cast', 'const theLongerName = theShorterOne as unknown;'],
])('these words stay together: %s', (_title, line) => {
  for (let width = 10; width < line.length; width++)
    for (const folded of foldCode(line, width, 'ts'))
      expect(folded).not.toMatch(/(?:private|readonly)$|^ *(?:=>|as\b)/);
});

test.each([
  ['ts', 'a template', 'const text = `one two three four five six`;'],
  ['ts', 'a regular expression', "const text = other.replace(/ +['a]/g, 'a b');"],
  ['sh', 'a here-document', 'npm start -- call 127.0.0.1:8080 ping <<END'],
  ['sh', 'a backslash', 'npm start -- run my/a\\ folder/server.ts --port 1'],
  ['sh', 'an open string', "npm start -- call 127.0.0.1:8080 ping 'one and"],
  ['text', 'another language', 'a table of an output, with its columns'],
  ['', 'no language', 'a table of an output, with its columns'],
])('in %s, %s keeps its line whole', (language, _title, line) => {
  expect(foldCode(line, 20, language)).toEqual([line]);
});

test('no line of a template is folded', () => {
  const code = ['const text = `one', 'two three four`;', 'const other = one + two;'];
  expect(foldCode(code.join('\n'), 14, 'ts')).toEqual([
    'const text = `one',
    'two three four`;',
    'const other =',
    '    one + two;',
  ]);
});

test('code behind a comment is code', () => {
  expect(foldCode('const t = first /* in ms */ + second;', 24, 'ts')).toEqual([
    'const t = first /* in',
    '     * ms */ + second;',
  ]);
  expect(foldCode('const t = a /* in ms */ + theSecondOne;', 24, 'ts')).toEqual([
    'const t = a /* in ms */',
    '    + theSecondOne;',
  ]);
});

test('a tab between words is a space', () => {
  expect(foldCode('const first =\tsecond + third;', 20, 'ts')).toEqual([
    'const first =\tsecond',
    '    + third;',
  ]);
});

/** The code of all tasks, and what all pages include from the sources. */
const BLOCKS: readonly { where: string; language: string; code: string }[] = [
  ...findExercises(ROOT).flatMap((exercise) =>
    lexMarkdown(readFileSync(fileOf(exercise, 'task.md'), 'utf8')).flatMap((token) =>
      token.type === 'code'
        ? [{ where: exercise.id, language: String(token.lang), code: String(token.text) }]
        : [],
    ),
  ),
  ...CHAPTERS.flatMap(({ folder }) => {
    const page = path.join(ROOT, 'docs', 'chapters', `${folder}.md`);
    const snippets = parsePage(readFileSync(page, 'utf8')).tokens.filter(
      (token): token is SnippetToken => token.type === 'snippet',
    );
    return snippets.map((snippet) => {
      const { label, text } = pullSource(snippet, page, ROOT);
      return { where: label, language: /\.ts\b/.test(label) ? 'ts' : '', code: text };
    });
  }),
];

test.each([34, 54, 74])('in %i columns all code of the course stays the same code', (width) => {
  const count = { ts: 0, sh: 0 };
  for (const { where, language, code } of BLOCKS) {
    if (language !== 'ts' && language !== 'sh') continue;
    const folded = foldCode(code, width, language).join('\n');
    const read = language === 'ts' ? syntaxOf : commandsOf;
    expect({ where, width, is: read(folded) }).toEqual({ where, width, is: read(code) });
    count[language]++;
  }
  expect(count.ts).toBeGreaterThan(100);
  expect(count.sh).toBeGreaterThan(20);
});

/** Each node with its text, without comments, and what the compiler complains about. */
function syntaxOf(code: string): unknown {
  const whole = parse(code);
  // members of a class are no program by themselves
  return whole.errors.length === 0 ? whole : parse(`class A {\n${code}\n}`);
}

function parse(code: string): { readonly errors: readonly number[]; readonly nodes: unknown } {
  const source = ts.createSourceFile('a.ts', code, ts.ScriptTarget.Latest, true);
  const nodes: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = node.getChildCount(source) === 0 ? node.getText(source) : '';
    nodes.push(`${ts.SyntaxKind[node.kind]} ${text}`);
    // the parser lets an arrow begin a line, the compiler does not
    if (ts.isArrowFunction(node)) {
      const before = node.getChildren(source)[0]!;
      const line = (at: number): number => source.getLineAndCharacterOfPosition(at).line;
      const list = node.type ?? node.parameters.at(-1) ?? before;
      const arrow = node.equalsGreaterThanToken.getStart(source);
      const gap = code.slice(list.end, arrow);
      nodes.push(`${line(arrow) - line(list.end)} ${gap.includes('\n') && gap.trim() === ''}`);
    }
    node.forEachChild(visit);
  };
  visit(source);
  const { parseDiagnostics: errors } = source as unknown as {
    readonly parseDiagnostics: readonly ts.Diagnostic[];
  };
  return { errors: errors.map((error) => error.code), nodes };
}

/** As a shell reads them: without comments, and with lines that go on in one. */
function commandsOf(code: string): readonly string[] {
  const lines = code.replaceAll(/ \\\n\s*/g, ' ').split('\n');
  return lines.map((line) => line.replace(/\s*#.*$/, '')).filter((line) => line !== '');
}

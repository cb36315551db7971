// The titles of the tests in a test file, read from its syntax, without running any test.

import ts from 'typescript';

const TESTS = new Set(['test', 'it']);
const GROUPS = new Set(['describe']);
/** A test that does not run proves nothing. */
const NOT_RUN = new Set(['skip', 'todo', 'failing']);

export interface FoundTest {
  /**
   * Those of the describe blocks around it, and its own, as written: `'%s is %s'` stays
   * so.
   */
  readonly titles: readonly string[];
  /**
   * For each title, whether it belongs to a table: `test.each`, `describe.each`.
   */
  readonly tables: readonly boolean[];
  /** The lines of the call, from 1. */
  readonly from: number;
  readonly to: number;
}

/** By source: pages cite many tests of one file. */
const known = new Map<string, FoundTest[]>();

export function findTests(source: string): FoundTest[] {
  const before = known.get(source);
  if (before !== undefined) return before;
  const found: FoundTest[] = [];
  known.set(source, found);
  const file = ts.createSourceFile('x.test.ts', source, ts.ScriptTarget.ES2022, true);
  visit(file, []);
  return found;

  function visit(node: ts.Node, groups: readonly Titled[]): void {
    const call = ts.isCallExpression(node) ? titledCall(node) : undefined;
    if (call?.runs === false) return;
    if (call && TESTS.has(call.name)) {
      const path = [...groups, call];
      found.push({
        titles: path.map(({ title }) => title),
        tables: path.map(({ isTable }) => isTable),
        from: lineOf(node.getStart()),
        to: lineOf(node.end),
      });
    }
    const inner = call && GROUPS.has(call.name) ? [...groups, call] : groups;
    ts.forEachChild(node, (child) => visit(child, inner));
  }

  function lineOf(position: number): number {
    return file.getLineAndCharacterOfPosition(position).line + 1;
  }
}

/** The titles alone. */
export function testTitles(source: string): (readonly string[])[] {
  return findTests(source).map(({ titles }) => titles);
}

interface Titled {
  readonly name: string;
  readonly title: string;
  readonly runs: boolean;
  readonly isTable: boolean;
}

/** `test('title', …)`, `describe.each(table)('title', …)`, and so on. */
function titledCall(node: ts.CallExpression): Titled | undefined {
  const [title] = node.arguments;
  if (!title || !ts.isStringLiteralLike(title)) return undefined;
  const words = calleeWords(node.expression);
  const [name] = words;
  if (name === undefined || !(TESTS.has(name) || GROUPS.has(name))) return undefined;
  return {
    name,
    title: title.text,
    runs: !words.some((word) => NOT_RUN.has(word)),
    isTable: words.includes('each'),
  };
}

/** `describe.skip.each(table)` is describe, skip, each. */
function calleeWords(node: ts.Expression): string[] {
  if (ts.isIdentifier(node)) return [node.text];
  if (ts.isPropertyAccessExpression(node)) return [...calleeWords(node.expression), node.name.text];
  if (ts.isCallExpression(node)) return calleeWords(node.expression);
  if (ts.isTaggedTemplateExpression(node)) return calleeWords(node.tag);
  return [];
}

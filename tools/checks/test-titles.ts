// The titles of the tests in a test file, read from its syntax, so that no test has to run for it.

import ts from 'typescript';

const TESTS = new Set(['test', 'it']);
const GROUPS = new Set(['describe']);
/** A test that does not run proves nothing. */
const NOT_RUN = new Set(['skip', 'todo', 'failing']);

/** Each test as the titles of the describe blocks around it and its own, as written: `'%s is %s'` of a table stays so. */
export function testTitles(source: string): string[][] {
  const found: string[][] = [];
  const file = ts.createSourceFile('x.test.ts', source, ts.ScriptTarget.ES2022, true);
  visit(file, []);
  return found;

  function visit(node: ts.Node, groups: readonly string[]): void {
    const call = ts.isCallExpression(node) ? titledCall(node) : undefined;
    if (call?.runs === false) return;
    if (call && TESTS.has(call.name)) found.push([...groups, call.title]);
    const inner = call && GROUPS.has(call.name) ? [...groups, call.title] : groups;
    ts.forEachChild(node, (child) => visit(child, inner));
  }
}

/** `test('title', …)`, `describe.each(table)('title', …)`, and so on. */
function titledCall(
  node: ts.CallExpression,
): { name: string; title: string; runs: boolean } | undefined {
  const [title] = node.arguments;
  if (!title || !ts.isStringLiteralLike(title)) return undefined;
  const words = calleeWords(node.expression);
  const [name] = words;
  if (name === undefined || !(TESTS.has(name) || GROUPS.has(name))) return undefined;
  return { name, title: title.text, runs: !words.some((word) => NOT_RUN.has(word)) };
}

/** `describe.skip.each(table)` is describe, skip, each. */
function calleeWords(node: ts.Expression): string[] {
  if (ts.isIdentifier(node)) return [node.text];
  if (ts.isPropertyAccessExpression(node)) return [...calleeWords(node.expression), node.name.text];
  if (ts.isCallExpression(node)) return calleeWords(node.expression);
  if (ts.isTaggedTemplateExpression(node)) return calleeWords(node.tag);
  return [];
}

// Tests start processes with testkit, which ends them with the test run and proves that
// nothing is left. A test that imports `spawn` and the like itself needs a reason. The
// synchronous variants are allowed: their process has ended when the call returns.

import ts from 'typescript';
import type { Repo } from './repo';

const MODULES = /^(?:node:)?(?:child_process|cluster)$/;
const ASYNC_STARTS = ['spawn', 'fork', 'exec', 'execFile'];

/** Tests that start a process themselves, and why. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  'packages/13-prefork-async/src/node-worker-pool.test.ts':
    'the pool under test manages the ChildProcess that it is given',
  'packages/course/src/exercises/report-limit.test.ts':
    'watches one that sleeps, one that loops and one that is stopped',
  'packages/course/src/process-tree.test.ts':
    'kills what it started and checks what is left; testkit would end the rest',
  'packages/course/src/testing/course.ts': 'a command in a made-up root, with its own input',
  'packages/course/src/testing/terminal.ts': 'types into a terminal and reads its screen',
  'packages/posix/src/testing/script.ts': 'testkit is built on posix',
};

/**
 * Every process that is started by hand without a listed reason, as `file:line: what is
 * wrong`, and every reason that is no longer needed.
 */
export function checkStartingProcesses(
  repo: Repo,
  exceptions: Readonly<Record<string, string>> = EXCEPTIONS,
): string[] {
  const tests = repo.find(
    /^packages\/(?!testkit\/).*(?:\.(?:test|soak)\.ts|\/testing\/[^/]*\.ts)$/,
  );
  const found = new Map(tests.map((file) => [file, startsIn(repo.read(file) ?? '')]));
  const unneeded = Object.keys(exceptions).filter((file) => (found.get(file) ?? []).length === 0);
  const unlisted = [...found].filter(([file]) => !Object.hasOwn(exceptions, file));
  return [
    ...unneeded.map((file) => `${file}: listed in EXCEPTIONS, but starts no process`),
    ...unlisted.flatMap(([file, starts]) =>
      starts.map(
        ({ name, line }) => `${file}:${line}: ${name} starts a process by hand: use testkit`,
      ),
    ),
  ];
}

/** The names that a file imports to start processes. */
function startsIn(source: string): { readonly name: string; readonly line: number }[] {
  const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.ES2022, true);
  return file.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement)) return [];
    const { importClause: clause, moduleSpecifier: module } = statement;
    if (!ts.isStringLiteral(module) || !MODULES.test(module.text)) return [];
    const line = file.getLineAndCharacterOfPosition(module.getStart()).line + 1;
    return namesIn(clause).map((name) => ({ name, line }));
  });
}

/** A default or namespace import gives access to all of them. */
function namesIn(clause: ts.ImportClause | undefined): string[] {
  if (clause === undefined || clause.isTypeOnly) return [];
  const { name, namedBindings: bindings } = clause;
  const all = name === undefined ? [] : [name.text];
  if (bindings === undefined) return all;
  if (ts.isNamespaceImport(bindings)) return [...all, bindings.name.text];
  const named = bindings.elements
    .filter((element) => !element.isTypeOnly)
    .map((element) => (element.propertyName ?? element.name).text)
    .filter((imported) => ASYNC_STARTS.includes(imported));
  return [...all, ...named];
}

// The process that checks types: one request per save, over Node's IPC channel. It caches
// what it has parsed, so that only the first check takes seconds.

import path from 'node:path';
import ts from 'typescript';
import type { CheckRequest, CheckResponse, TypeErrors } from './type-errors';

/** A judgement is one screen: the rest is a count. */
const SHOWN = 2;

const [root = ''] = process.argv.slice(2);
const my = path.join(root, 'my');

let files: readonly string[] = [];
const host: ts.LanguageServiceHost = {
  getCompilationSettings: () => options,
  getScriptFileNames: () => [...files],
  // The learner's files change, ours do not.
  getScriptVersion: (name) =>
    name.startsWith(my) ? String(ts.sys.getModifiedTime?.(name)?.getTime()) : '',
  getScriptSnapshot: (name) => {
    const text = ts.sys.readFile(name);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getCurrentDirectory: () => my,
  getDefaultLibFileName: (of) => ts.getDefaultLibFilePath(of),
  fileExists: (name) => ts.sys.fileExists(name),
  readFile: (name) => ts.sys.readFile(name),
  readDirectory: (...args) => ts.sys.readDirectory(...args),
  directoryExists: (name) => ts.sys.directoryExists(name),
  getDirectories: (name) => ts.sys.getDirectories(name),
  realpath: (name) => ts.sys.realpath?.(name) ?? name,
};
const options = readOptions();
const service = ts.createLanguageService(host);

process.on('message', ({ id, file }: CheckRequest) => {
  const response: CheckResponse = { id, ...check(file) };
  process.send?.(response);
});
process.on('disconnect', () => process.exit());

function check(file: string): TypeErrors {
  files = [file];
  // The judge reports syntax errors.
  const isParsed = service.getSyntacticDiagnostics(file).length === 0;
  const found = isParsed ? service.getSemanticDiagnostics(file) : [];
  const first = found.slice(0, SHOWN).map(({ file: source, start = 0, messageText }) => ({
    line: 1 + (source?.getLineAndCharacterOfPosition(start).line ?? 0),
    message: ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0] ?? '',
  }));
  return { first, count: found.length };
}

/** The options that an editor would use: those of `my/tsconfig.json`. */
function readOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(path.join(my, 'tsconfig.json'), (name) =>
    ts.sys.readFile(name),
  ) as { config?: unknown };
  const { options } = ts.parseJsonConfigFileContent(config ?? {}, ts.sys, my);
  // Loading jest's types would take as long as everything else.
  return { ...options, noEmit: true, skipLibCheck: true, types: ['node'] };
}

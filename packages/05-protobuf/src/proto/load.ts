// A .proto file with everything that it imports (chapter 05).

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Schema } from '../schema/schema';
import type { FileAst } from './parse/ast';
import { builtInOptions, WELL_KNOWN } from './link/descriptor';
import { link } from './link/link';
import { parseFile } from './parse/parse-file';
import { isLite } from './parse/parse-options';
import { ProtoError } from './proto-error';

/** Files of one schema. */
const MAX_FILES = 1000;

/** The text of an imported file; undefined when there is none. */
export type ReadImport = (path: string) => string | undefined;

export interface ParseOptions {
  /** For errors. Default: `schema.proto`. */
  readonly file?: string;
  /** Default: finds the well-known types only. */
  readonly readImport?: ReadImport;
}

/** A schema from the text of a file. @throws ProtoError with the line and the column */
export function parseProto(
  text: string,
  { file = 'schema.proto', readImport = () => undefined }: ParseOptions = {},
): Schema {
  return new Loader(readImport).load(file, text);
}

/**
 * A schema from a file. An import's path is relative to one of `roots`; the default is
 * the file's own folder.
 * @throws ProtoError; Error of node:fs when the file cannot be read
 */
export function loadProto(path: string, roots: readonly string[] = [dirname(path)]): Schema {
  const readImport = (wanted: string): string | undefined => {
    for (const root of roots) {
      const text = readIfThere(join(root, wanted));
      if (text !== undefined) return text;
    }
    return undefined;
  };
  return new Loader(readImport).load(path, readFileSync(path, 'utf8'));
}

// #region loader
class Loader {
  readonly #files = new Map<string, FileAst>();
  /** Those that are imported first. */
  readonly #inOrder: FileAst[] = [];
  /** The files that each one imports directly. */
  readonly #imports = new Map<FileAst, { readonly ast: FileAst; readonly isPublic: boolean }[]>();
  /** The files whose imports are being read: from the first one to here. */
  readonly #chain = new Set<string>();

  constructor(readonly readImport: ReadImport) {}

  load(path: string, text: string): Schema {
    this.#add(path, text);
    const files = this.#inOrder.map((ast) => ({ ast, sees: this.#seenBy(ast) }));
    return link(files, builtInOptions());
  }

  #add(path: string, text: string): FileAst {
    const ast = parseFile(path, text);
    this.#files.set(path, ast);
    this.#chain.add(path);
    const paths = new Set<string>();
    const imports: { ast: FileAst; isPublic: boolean }[] = [];
    for (const { path: wanted, at, isPublic } of ast.imports) {
      const fail = (message: string): ProtoError => new ProtoError(message, { ...ast, at });
      if (paths.has(wanted)) throw fail(`${wanted} is imported twice`);
      paths.add(wanted);
      if (this.#chain.has(wanted)) {
        throw fail(`an import cycle: ${[...this.#chain, wanted].join(' imports ')}`);
      }
      const imported = this.#files.get(wanted) ?? this.#addImport(wanted, fail);
      if (isLite(imported) && !isLite(ast)) {
        throw fail(`${wanted} has LITE_RUNTIME, so every file that imports it needs it too`);
      }
      imports.push({ ast: imported, isPublic });
    }
    this.#imports.set(ast, imports);
    this.#chain.delete(path);
    this.#inOrder.push(ast);
    return ast;
  }

  #addImport(path: string, fail: (message: string) => ProtoError): FileAst {
    if (this.#files.size >= MAX_FILES) throw fail(`more than ${MAX_FILES} files`);
    const text = isInside(path) ? this.#read(path) : undefined;
    if (text === undefined) throw fail(`there is no file ${path}`);
    return this.#add(path, text);
  }

  #read(path: string): string | undefined {
    return this.readImport(path) ?? readIfThere(join(WELL_KNOWN, path));
  }

  #seenBy(file: FileAst): Set<FileAst> {
    const seen = new Set([file]);
    for (const { ast } of this.#imports.get(file) ?? []) this.#addPublic(ast, seen);
    return seen;
  }

  #addPublic(file: FileAst, seen: Set<FileAst>): void {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { ast, isPublic } of this.#imports.get(file) ?? []) {
      if (isPublic) this.#addPublic(ast, seen);
    }
  }
}
// #endregion loader

/** An import stays below its roots: protoc has the same rule. */
function isInside(path: string): boolean {
  const parts = path.split('/');
  return !path.includes('\\') && !parts.some((part) => ['', '.', '..'].includes(part));
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

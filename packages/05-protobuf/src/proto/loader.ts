// A .proto file with everything that it imports (chapter 05). It reads no file itself, so
// a browser can use it too.

import type { Schema } from '../schema/schema';
import { link } from './link/link';
import type { ReadImport, WellKnown } from './link/well-known';
import type { FileAst } from './parse/ast';
import { parseFile } from './parse/parse-file';
import { isLite } from './parse/parse-options';
import { ProtoError } from './proto-error';

/** The most files of one schema. */
const MAX_FILES = 1000;

// #region loader
export class Loader {
  readonly #files = new Map<string, FileAst>();
  /** Those that are imported first. */
  readonly #inOrder: FileAst[] = [];
  /** The files that each one imports directly. */
  readonly #imports = new Map<FileAst, { readonly ast: FileAst; readonly isPublic: boolean }[]>();
  /** The files whose imports are being read: from the first one to here. */
  readonly #chain = new Set<string>();

  /**
   * @param readImport finds the files that the schema imports
   * @param wellKnown protobuf's own files
   */
  constructor(
    readonly readImport: ReadImport,
    readonly wellKnown: WellKnown,
  ) {}

  load(path: string, text: string): Schema {
    this.#add(path, text);
    const files = this.#inOrder.map((ast) => ({ ast, sees: this.#seenBy(ast) }));
    return link(files, this.wellKnown.options());
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
    return this.readImport(path) ?? this.wellKnown.read(path);
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

// Loads a .proto file and everything it imports (chapter 05). The caller supplies the
// text of each file, so this works in a browser too.

import type { Schema } from '../schema/schema';
import { link } from './link/link';
import type { ReadImport, WellKnown } from './link/well-known';
import type { FileAst } from './parse/ast';
import { parseFile } from './parse/parse-file';
import { isLite } from './parse/parse-options';
import { ProtoError } from './proto-error';

/** The limit on files in one schema. */
const MAX_FILES = 1000;

// #region loader
export class Loader {
  readonly #files = new Map<string, FileAst>();
  /** In import order: a file comes after everything it imports. */
  readonly #inOrder: FileAst[] = [];
  /** Each file's direct imports. */
  readonly #imports = new Map<FileAst, { readonly ast: FileAst; readonly isPublic: boolean }[]>();
  /** The files whose imports are being loaded now, outermost first. */
  readonly #chain = new Set<string>();

  /**
   * @param readImport returns the text of an imported file
   * @param wellKnown protobuf's own files, tried second
   */
  constructor(
    readonly readImport: ReadImport,
    readonly wellKnown: WellKnown,
  ) {}

  load(path: string, text: string): Schema {
    this.#add(path, text);
    const files = this.#inOrder.map((ast) => ({ ast, visible: this.#visibleFrom(ast) }));
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
      if (paths.has(wanted)) throw fail(`import "${wanted}" is listed twice`);
      paths.add(wanted);
      if (this.#chain.has(wanted)) {
        throw fail(`file recursively imports itself: ${[...this.#chain, wanted].join(' -> ')}`);
      }
      const imported = this.#files.get(wanted) ?? this.#addImport(wanted, fail);
      if (isLite(imported) && !isLite(ast)) {
        throw fail(`this file does not use LITE_RUNTIME, but imports "${wanted}", which does`);
      }
      imports.push({ ast: imported, isPublic });
    }
    this.#imports.set(ast, imports);
    this.#chain.delete(path);
    this.#inOrder.push(ast);
    return ast;
  }

  #addImport(path: string, fail: (message: string) => ProtoError): FileAst {
    if (this.#files.size >= MAX_FILES) throw fail(`more than ${MAX_FILES} files are imported`);
    const text = isInside(path) ? this.#read(path) : undefined;
    if (text === undefined) throw fail(`import "${path}" was not found`);
    return this.#add(path, text);
  }

  #read(path: string): string | undefined {
    return this.readImport(path) ?? this.wellKnown.read(path);
  }

  #visibleFrom(file: FileAst): Set<FileAst> {
    const visible = new Set([file]);
    for (const { ast } of this.#imports.get(file) ?? []) this.#addPublic(ast, visible);
    return visible;
  }

  #addPublic(file: FileAst, visible: Set<FileAst>): void {
    if (visible.has(file)) return;
    visible.add(file);
    for (const { ast, isPublic } of this.#imports.get(file) ?? []) {
      if (isPublic) this.#addPublic(ast, visible);
    }
  }
}
// #endregion loader

/** An import path must stay inside its root. protoc has the same rule. */
function isInside(path: string): boolean {
  const parts = path.split('/');
  return !path.includes('\\') && !parts.some((part) => ['', '.', '..'].includes(part));
}

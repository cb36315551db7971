// A .proto file with everything that it imports (chapter 05).

import { readFileSync } from 'node:fs';
import { dirname, join, resolve as resolvePath } from 'node:path';
import type { Schema } from '../schema';
import type { FileAst } from './ast';
import { link } from './link';
import { parseFile } from './parse-file';
import { ProtoError } from './proto-error';

/** Files that one may import, itself included, at most. */
const MAX_FILES = 1000;
/** google/protobuf/timestamp.proto and its like, which every protobuf has at hand. */
const WELL_KNOWN = resolvePath(__dirname, '../../proto');

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
 * A schema from a file. An import's path is relative to one of `roots`; the default is the file's own folder.
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
  /** Of each file, those that it imports directly. */
  readonly #imports = new Map<FileAst, { readonly ast: FileAst; readonly isPublic: boolean }[]>();

  constructor(readonly readImport: ReadImport) {}

  load(path: string, text: string): Schema {
    this.#add(path, text, [path]);
    return link([...this.#files.values()].map((ast) => ({ ast, sees: this.#seenBy(ast) })));
  }

  /** @param chain the files that lead here, for the error about a circle */
  #add(path: string, text: string, chain: readonly string[]): FileAst {
    const ast = parseFile(path, text);
    this.#files.set(path, ast);
    const imports = ast.imports.map(({ path: wanted, at, isPublic }) => {
      const fail = (message: string): ProtoError => new ProtoError(message, { ...ast, at });
      if (chain.includes(wanted)) throw fail(`${[...chain, wanted].join(' imports ')}`);
      const known = this.#files.get(wanted);
      if (known !== undefined) return { ast: known, isPublic };
      if (this.#files.size >= MAX_FILES) throw fail(`more than ${MAX_FILES} files`);
      const found = isInside(wanted) ? this.#read(wanted) : undefined;
      if (found === undefined) throw fail(`there is no file ${wanted}`);
      return { ast: this.#add(wanted, found, [...chain, wanted]), isPublic };
    });
    this.#imports.set(ast, imports);
    return ast;
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
  return !path.startsWith('/') && !path.includes('\\') && !path.split('/').includes('..');
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

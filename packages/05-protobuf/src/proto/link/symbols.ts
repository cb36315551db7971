// The symbol table: every name that a set of .proto files declares (chapter 05).
// Packages, types, fields, oneofs, enum values, services and methods share one namespace
// across all files, so each full name can be declared only once.

import type { EnumAst, FileAst, MessageAst, Named, ServiceAst } from '../parse/ast';
import { ProtoError, formatPlace } from '../proto-error';

export interface Declared {
  /** The full name: `shop.Order.Line`. */
  readonly name: string;
  readonly file: FileAst;
  readonly at: number;
  readonly what: What;
}

type What =
  | { readonly kind: 'message'; readonly ast: MessageAst }
  | { readonly kind: 'enum'; readonly ast: EnumAst }
  | { readonly kind: 'field'; readonly message: string }
  /**
   * The message type of a map's entries, `LinesEntry` for the map `lines`. It cannot be
   * used as a field's type.
   */
  | { readonly kind: 'map entry' }
  | { readonly kind: 'package' | 'oneof' | 'enum value' | 'extension' | 'service' | 'method' };

export type Symbols = ReadonlyMap<string, Declared>;

/**
 * V8 hashes strings longer than 16,383 characters by their length alone, which makes
 * maps slow.
 */
const MAX_FULL_NAME = 8192;
/**
 * The limit for all full names together. A name is part of the full name of everything
 * inside it, so a small file could otherwise allocate gigabytes.
 */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/**
 * @param files in import order
 * @throws ProtoError if a name is declared twice
 */
export function declareAll(files: readonly FileAst[]): Symbols {
  const symbols = new Map<string, Declared>();
  const budget = { left: MAX_CHARACTERS };
  for (const file of files) {
    declarePackage(file, symbols);
    new Declarations(file, symbols, budget).file();
  }
  return symbols;
}

/** `a.b.c` declares three packages. A package may be declared in many files. */
function declarePackage(file: FileAst, symbols: Map<string, Declared>): void {
  for (const name of prefixes(file.package)) {
    const other = symbols.get(name);
    if (other === undefined) {
      symbols.set(name, { name, file, at: file.packageAt, what: { kind: 'package' } });
    } else if (other.what.kind !== 'package') throw alreadyDefined(other, file, file.packageAt);
  }
}

// #region declare
class Declarations {
  constructor(
    readonly ast: FileAst,
    readonly symbols: Map<string, Declared>,
    readonly budget: { left: number },
  ) {}

  file(): void {
    const { messages, enums, services, extensions } = this.ast;
    const scope = this.ast.package;
    for (const message of messages) this.#message(scope, message);
    for (const one of enums) this.#enum(scope, one);
    for (const service of services) this.#service(scope, service);
    for (const extension of extensions) this.#add(scope, extension, { kind: 'extension' });
  }

  #message(scope: string, ast: MessageAst): void {
    const name = this.#add(scope, ast, { kind: 'message', ast });
    for (const field of ast.fields) this.#add(name, field, { kind: 'field', message: name });
    for (const oneof of ast.oneofs) this.#add(name, oneof, { kind: 'oneof' });
    for (const message of ast.messages) this.#message(name, message);
    for (const one of ast.enums) this.#enum(name, one);
    for (const extension of ast.extensions) this.#add(name, extension, { kind: 'extension' });
    for (const { key, name: map, at } of ast.fields) {
      if (key !== undefined) this.#add(name, { name: entryName(map), at }, { kind: 'map entry' });
    }
    for (const oneof of syntheticOneofs(ast)) this.#add(name, oneof, { kind: 'oneof' });
  }

  /**
   * Enum values are siblings of their enum, as in C++: `shop.OPEN`, not
   * `shop.Status.OPEN`.
   */
  #enum(scope: string, ast: EnumAst): void {
    this.#add(scope, ast, { kind: 'enum', ast });
    for (const value of ast.values) this.#add(scope, value, { kind: 'enum value' });
  }

  #service(scope: string, ast: ServiceAst): void {
    const name = this.#add(scope, ast, { kind: 'service' });
    for (const method of ast.methods) this.#add(name, method, { kind: 'method' });
  }

  /** @returns the full name */
  #add(scope: string, { name, at }: Named, what: What): string {
    const full = join(scope, name);
    this.budget.left -= full.length;
    if (full.length > MAX_FULL_NAME) {
      const message = `full name has ${full.length} characters, the limit is ${MAX_FULL_NAME}`;
      throw new ProtoError(message, { ...this.ast, at });
    }
    if (this.budget.left < 0) {
      const message = `all full names together have more than ${MAX_CHARACTERS} characters`;
      throw new ProtoError(message, { ...this.ast, at });
    }
    const other = this.symbols.get(full);
    if (other !== undefined) throw alreadyDefined(other, this.ast, at);
    this.symbols.set(full, { name: full, file: this.ast, at, what });
    return full;
  }
}
// #endregion declare

/** `a`, `a.b`, `a.b.c` */
export function prefixes(name: string): string[] {
  if (name === '') return [];
  const found: string[] = [];
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    found.push(name.slice(0, dot));
  }
  return [...found, name];
}

export function join(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}

/**
 * The enclosing scope: `shop` for `shop.Order`, and '' for `shop`, which is the outermost
 * one.
 */
export function outer(scope: string): string {
  return scope.slice(0, Math.max(0, scope.lastIndexOf('.')));
}

/** `user_ids` becomes `UserIdsEntry`. */
function entryName(map: string): string {
  return `${map.replaceAll(/(?:^|_+)([^_]?)/g, (_all, next: string) => next.toUpperCase())}Entry`;
}

/**
 * protoc puts each `optional` field `x` into a oneof of its own: `_x`, or `X_x` if that
 * name is taken.
 */
function syntheticOneofs({ fields, oneofs }: MessageAst): Named[] {
  const taken = new Set([...fields, ...oneofs].map(({ name }) => name));
  const synthetic: Named[] = [];
  for (const { name, at, label } of fields) {
    if (label !== 'optional') continue;
    let oneof = `_${name}`;
    while (taken.has(oneof)) oneof = `X${oneof}`;
    taken.add(oneof);
    synthetic.push({ name: oneof, at });
  }
  return synthetic;
}

function alreadyDefined(
  { name, what, file, at }: Declared,
  here: FileAst,
  hereAt: number,
): ProtoError {
  const first = `${what.kind} at ${formatPlace({ ...file, at })}`;
  return new ProtoError(`"${name}" is already defined (${first})`, { ...here, at: hereAt });
}

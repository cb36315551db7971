// Name resolution in a .proto file (chapter 05). The innermost scope is searched first,
// as in C++.
// https://protobuf.dev/programming-guides/proto3/#name-resolution

import type { FileAst } from '../parse/ast';
import { ProtoError } from '../proto-error';
import { join, outer, prefixes, type Declared, type Symbols } from './symbols';

/** `type`: a field's type. Anything else with that name is passed over. */
type Wanted = 'type' | 'anything';

/** The names that are visible in one file. */
export class Scope {
  readonly #packages: ReadonlySet<string>;

  /** @param visible the file itself, its imports, and their public imports */
  constructor(
    readonly file: FileAst,
    readonly visible: ReadonlySet<FileAst>,
    readonly symbols: Symbols,
  ) {
    this.#packages = new Set([...visible].flatMap((one) => prefixes(one.package)));
  }

  // #region resolve
  /**
   * What `name` means inside `scope`. For `shop.Order`, the innermost scope that declares
   * a `shop` is used, even if that `shop` has no `Order`. A leading dot makes it a full
   * name.
   */
  resolve(name: string, scope: string, wanted: Wanted): Declared | undefined {
    if (name.startsWith('.')) return this.#find(name.slice(1));
    const [first = ''] = name.split('.', 1);
    const rest = name.slice(first.length);
    for (let enclosing = scope; ; enclosing = outer(enclosing)) {
      if (enclosing === '') return this.#find(name);
      const found = this.#find(join(enclosing, first));
      if (found === undefined) continue;
      if (rest === '' && (wanted === 'anything' || isType(found))) return found;
      if (rest !== '' && hasMembers(found)) return this.#find(join(enclosing, name));
    }
  }
  // #endregion resolve

  /** Like `resolve`. @throws ProtoError that says why the name cannot be resolved */
  require(name: string, scope: string, wanted: Wanted, at: number): Declared {
    const found = this.resolve(name, scope, wanted);
    if (found !== undefined) return found;
    throw new ProtoError(this.#explain(name, scope), { ...this.file, at });
  }

  #find(full: string): Declared | undefined {
    const found = this.symbols.get(full);
    return found !== undefined && this.#isVisible(found) ? found : undefined;
  }

  #explain(name: string, scope: string): string {
    const isFull = name.startsWith('.');
    const [first = ''] = name.split('.', 1);
    for (let enclosing = isFull ? '' : scope; ; enclosing = outer(enclosing)) {
      const full = join(enclosing, isFull ? name.slice(1) : name);
      const hidden = this.symbols.get(full);
      if (hidden !== undefined && !this.#isVisible(hidden)) {
        return `"${name}" is defined in ${hidden.file.file}, which is not imported`;
      }
      if (enclosing === '') return `"${name}" is not defined`;
      const found = this.#find(join(enclosing, first));
      if (found !== undefined && hasMembers(found) && first !== name) {
        return `"${name}" is resolved to "${full}", which is not defined; start from the outermost scope with ".${name}"`;
      }
    }
  }

  /** Several files may declare a package; one visible file is enough. */
  #isVisible({ name, file, what: { kind } }: Declared): boolean {
    return kind === 'package' ? this.#packages.has(name) : this.visible.has(file);
  }
}

const TYPES = ['message', 'enum', 'map entry'];
const WITH_MEMBERS = [...TYPES, 'package', 'service'];

function isType({ what }: Declared): boolean {
  return TYPES.includes(what.kind);
}

function hasMembers({ what }: Declared): boolean {
  return WITH_MEMBERS.includes(what.kind);
}

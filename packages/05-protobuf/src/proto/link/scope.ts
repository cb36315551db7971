// What a name in a .proto file means (chapter 05). The scopes around it are searched from
// the inside out, as in C++.
// https://protobuf.dev/programming-guides/proto3/#name-resolution

import type { FileAst } from '../parse/ast';
import { ProtoError } from '../proto-error';
import { join, outer, prefixes, type Declared, type Symbols } from './symbols';

/** `type`: a field looks for a type, and passes over other things of that name. */
type Wanted = 'type' | 'anything';

/** The names that one file sees. */
export class Scope {
  readonly #packages: ReadonlySet<string>;

  /** @param sees the file itself, what it imports, and what these import publicly */
  constructor(
    readonly file: FileAst,
    readonly sees: ReadonlySet<FileAst>,
    readonly symbols: Symbols,
  ) {
    this.#packages = new Set([...sees].flatMap((one) => prefixes(one.package)));
  }

  // #region resolve
  /**
   * What `name` means inside `scope`. For `shop.Order` the innermost scope that has a
   * `shop` decides, even when that `shop` has no `Order`. A dot in front means that it is
   * the full name.
   */
  resolve(name: string, scope: string, wanted: Wanted): Declared | undefined {
    if (name.startsWith('.')) return this.#find(name.slice(1));
    const [first = ''] = name.split('.', 1);
    const rest = name.slice(first.length);
    for (let around = scope; ; around = outer(around)) {
      if (around === '') return this.#find(name);
      const found = this.#find(join(around, first));
      if (found === undefined) continue;
      if (rest === '' && (wanted === 'anything' || isType(found))) return found;
      if (rest !== '' && hasMembers(found)) return this.#find(join(around, name));
    }
  }
  // #endregion resolve

  /** The same. @throws ProtoError that says why there is none */
  require(name: string, scope: string, wanted: Wanted, at: number): Declared {
    const found = this.resolve(name, scope, wanted);
    if (found !== undefined) return found;
    throw new ProtoError(this.#whyNot(name, scope), { ...this.file, at });
  }

  #find(full: string): Declared | undefined {
    const found = this.symbols.get(full);
    return found !== undefined && this.#sees(found) ? found : undefined;
  }

  #whyNot(name: string, scope: string): string {
    const isFull = name.startsWith('.');
    const [first = ''] = name.split('.', 1);
    for (let around = isFull ? '' : scope; ; around = outer(around)) {
      const full = join(around, isFull ? name.slice(1) : name);
      const hidden = this.symbols.get(full);
      if (hidden !== undefined && !this.#sees(hidden)) {
        return `${name} is in ${hidden.file.file}, which is not imported`;
      }
      if (around === '') return `there is no type ${name}`;
      const found = this.#find(join(around, first));
      if (found !== undefined && hasMembers(found) && first !== name) {
        return `${name} means ${full} here, which does not exist; a full name begins with a dot`;
      }
    }
  }

  /** A package may be in several files: one that is seen is enough. */
  #sees({ name, file, what: { kind } }: Declared): boolean {
    return kind === 'package' ? this.#packages.has(name) : this.sees.has(file);
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

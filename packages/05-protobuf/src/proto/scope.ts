// Which type a name in a .proto file means (chapter 05): the innermost of the scopes around it, as in C++.
// https://protobuf.dev/programming-guides/proto3/#name-resolution

import type { EnumAst, FileAst, MessageAst } from './ast';

/** A type that was declared somewhere. */
export interface Declared {
  readonly name: string;
  readonly file: FileAst;
  readonly ast: MessageAst | EnumAst;
  readonly kind: 'message' | 'enum';
}

/** Every type of a file, with its full name. */
export function declaredIn(file: FileAst): Declared[] {
  const declared: Declared[] = [];
  const add = (scope: string, messages: readonly MessageAst[], enums: readonly EnumAst[]): void => {
    for (const ast of messages) {
      const name = join(scope, ast.name);
      declared.push({ name, file, ast, kind: 'message' });
      add(name, ast.messages, ast.enums);
    }
    for (const ast of enums)
      declared.push({ name: join(scope, ast.name), file, ast, kind: 'enum' });
  };
  add(file.package, file.messages, file.enums);
  return declared;
}

// #region resolve
/**
 * The full name that `name` has inside `scope`. `exists` is asked for the scope's own members first, then for those of
 * the scope around it, up to the package's outermost. A dot in front means: this is the full name.
 */
export function resolve(
  name: string,
  scope: string,
  exists: (fullName: string) => boolean,
): string | undefined {
  if (name.startsWith('.')) return exists(name.slice(1)) ? name.slice(1) : undefined;
  for (let around = scope; ; around = outer(around)) {
    const candidate = join(around, name);
    if (exists(candidate)) return candidate;
    if (around === '') return undefined;
  }
}
// #endregion resolve

export function join(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}

function outer(scope: string): string {
  return scope.slice(0, Math.max(0, scope.lastIndexOf('.')));
}

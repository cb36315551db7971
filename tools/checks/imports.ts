// What a source file imports, in every way TypeScript knows: import, export from,
// import(), require(), import types.

import ts from 'typescript';

export interface Import {
  readonly specifier: string;
  readonly line: number;
}

export function importsOf(source: string): Import[] {
  const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.ES2022, true);
  const found: Import[] = [];
  visit(file);
  return found;

  function visit(node: ts.Node): void {
    const literal = specifierOf(node);
    if (literal && ts.isStringLiteralLike(literal)) {
      const { line } = file.getLineAndCharacterOfPosition(literal.getStart());
      found.push({ specifier: literal.text, line: line + 1 });
    }
    ts.forEachChild(node, visit);
  }
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  }
  if (ts.isCallExpression(node) && isLoader(node.expression)) return node.arguments[0];
  return undefined;
}

/** `import(…)`, `require(…)`, `require.resolve(…)`, and jest's own loaders. */
function isLoader(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(callee)) return callee.text === 'require';
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return false;
  const name = `${callee.expression.text}.${callee.name.text}`;
  return ['require.resolve', 'jest.mock', 'jest.requireActual'].includes(name);
}

// Compiles the reference server to JavaScript, so that the many processes of a mutant
// start in 50 ms instead of 300 ms. The output is in build/, which git ignores.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';

const PACKAGE = join(__dirname, '../..');
const OUT = join(PACKAGE, 'build/reference-server');

/**
 * Compiles the server and the protocol package that it imports.
 * @returns the path of its main file.
 */
export function compileReference(): string {
  const protocol = join(dirname(require.resolve('@bytes-up/protocol/package.json')), 'src');
  const protocolOut = join(OUT, 'node_modules/@bytes-up/protocol');
  compileFolder(protocol, protocolOut);
  writeFileSync(join(protocolOut, 'package.json'), '{"main": "./index.js"}\n');
  compileFolder(join(__dirname, 'reference-server'), OUT);
  return join(OUT, 'main.js');
}

function compileFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const { code } = transformSync(readFileSync(join(from, name), 'utf8'), {
      filename: name,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    writeFileSync(join(to, name.replace(/\.ts$/, '.js')), code);
  }
}

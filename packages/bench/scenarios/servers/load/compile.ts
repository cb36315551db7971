// Compiles the C programs of the benchmark where there is a compiler, once for each state
// of their sources.

import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const CACHE = join(__dirname, '../../../../../node_modules/.cache/bytes-up-bench');

/**
 * @param name of the program
 * @param sources C files, and the headers that they include
 * @returns the program's path; undefined where nothing can compile it
 */
export function compileC(name: string, sources: readonly string[]): string | undefined {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(readFileSync(source));
  const program = join(CACHE, `${name}-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(program)) return program;
  const unfinished = `${program}.${process.pid}`;
  try {
    mkdirSync(CACHE, { recursive: true });
    const files = sources.filter((source) => source.endsWith('.c'));
    execFileSync('cc', ['-O2', '-o', unfinished, ...files], { stdio: 'ignore' });
    renameSync(unfinished, program);
    return program;
  } catch {
    return undefined; // no compiler, or not on Linux
  }
}

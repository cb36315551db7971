// Import cycles inside a package, types included: files in a cycle can only be read
// together.

import path from 'node:path';
import { importsOf } from './imports';
import type { Repo } from './repo';

/**
 * Each cycle once, as `a.ts -> b.ts -> a.ts`. @param folder of the package:
 * `packages/testkit`
 */
export function findCycles(repo: Repo, folder: string): string[] {
  const files = repo.find(/\.ts$/).filter((file) => file.startsWith(`${folder}/`));
  const targets = new Map(files.map((file) => [file, targetsOf(file, repo)]));
  const found = new Map<string, string>();
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) {
      const cycle = trail.slice(start);
      found.set([...cycle].sort().join(), [...cycle, file].map(nameIn(folder)).join(' -> '));
    } else if (!done.has(file)) {
      for (const target of targets.get(file) ?? []) visit(target, [...trail, file]);
      done.add(file);
    }
  };
  for (const file of files) visit(file, []);
  return [...found.values()];
}

/** The files that a file imports by a relative path. */
function targetsOf(file: string, repo: Repo): string[] {
  const specifiers = importsOf(repo.read(file) ?? '').map(({ specifier }) => specifier);
  return specifiers
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => path.posix.join(path.posix.dirname(file), specifier))
    .flatMap((target) => {
      const candidates = [target, `${target}.ts`, `${target}/index.ts`];
      return candidates.find((each) => repo.read(each) !== undefined) ?? [];
    });
}

function nameIn(folder: string): (file: string) => string {
  return (file) => path.posix.relative(folder, file);
}

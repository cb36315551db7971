// Whether a learner's file exports the course's own code as its own.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A package of the course, or the solution of an exercise. */
const IMPORTED = /['"](@bytes-up\/[\w-]+|[^'"\s]*exercises\/[^'"\s]*\/solution)(?:\.ts)?['"]/g;

/** The names whose value is identical to the course's export. */
export function oursAmong(
  exports: Readonly<Record<string, unknown>>,
  names: readonly string[],
  file: string,
): readonly string[] {
  const require = createRequire(file);
  const imported = [...readFileSync(file, 'utf8').matchAll(IMPORTED)];
  const ours = new Set(
    imported.flatMap(([, specifier = '']): unknown[] =>
      Object.values(require(specifier) as object),
    ),
  );
  return names.filter((name) => ours.has(exports[name]));
}

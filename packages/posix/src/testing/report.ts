// What the scripts of this folder tell the test that started them: one JSON value a line,
// written at once.

import { writeSync } from 'node:fs';

export function report(value: unknown): void {
  writeSync(1, `${JSON.stringify(value)}\n`);
}

// How the scripts of this folder report to the test that started them: one JSON value per
// line, written at once.

import { writeSync } from 'node:fs';

export function report(value: unknown): void {
  writeSync(1, `${JSON.stringify(value)}\n`);
}

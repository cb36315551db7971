// The last recorded results of a chapter's experiments, for its page:
// src/demo/recorded.json, which `npm run predictions` writes.

import { readFileSync } from 'node:fs';
import type { Measured } from './prediction';

/** By the predictions' ids. */
export type Recorded = Readonly<Record<string, Measured>>;

/** @param file the JSON beside predictions.ts */
export function readRecorded(file: string): Recorded {
  return JSON.parse(readFileSync(file, 'utf8')) as Recorded;
}

// Selects cases by the words given to `--only`.

import type { Case } from './case';

/**
 * The cases that match any of the words: an area, an id, the start of an id, a clause
 * (`4.2`) or a section (`4`). Without words, all cases.
 * @returns the first word that matches no case, if there is one.
 */
export function select(cases: readonly Case[], words: readonly string[]): readonly Case[] | string {
  if (words.length === 0) return cases;
  const unknown = words.find((word) => !cases.some((one) => matches(one, word)));
  return unknown ?? cases.filter((one) => words.some((word) => matches(one, word)));
}

/** `4.2` is a clause: it matches 4.2/x but not 4.21/x. `4` is a section. */
function matches(one: Case, word: string): boolean {
  if (one.area === word || one.id === word) return true;
  if (/^\d+(\.\d+)?$/.test(word)) {
    return one.id.startsWith(word.includes('.') ? `${word}/` : `${word}.`);
  }
  return one.id.startsWith(word);
}

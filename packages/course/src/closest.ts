// "Did you mean": the word with the fewest changes from what was typed.

/**
 * @returns undefined if no word is close enough: at most a third of its letters may
 *   differ
 */
export function closest(typed: string, words: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const word of words) {
    const changes = distance(typed, word);
    if (changes < least && changes <= Math.max(1, Math.floor(word.length / 3))) {
      best = word;
      least = changes;
    }
  }
  return best;
}

/** ` (did you mean codec?)`, for an error's text; empty if no word is close enough. */
export function didYouMean(typed: string, words: readonly string[]): string {
  const near = closest(typed.toLowerCase(), words);
  return near === undefined ? '' : ` (did you mean ${near}?)`;
}

/** The Levenshtein distance: letters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

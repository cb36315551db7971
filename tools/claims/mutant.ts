// A mutant of a claim: one change in the source that makes a sentence of a page false.
// The test that the sentence names must then fail.

export interface Mutant {
  /** The claim as its page cites it: `src/other-ways/varint.test.ts › 300 is AC 02`. */
  readonly claim: string;
  /** What the change takes away, in a few words. */
  readonly change: string;
  /**
   * The changed file, from the chapter's folder, or from the root when it starts with
   * `packages/`.
   */
  readonly file: string;
  /** A text that occurs exactly once in the file … */
  readonly find: string;
  /** … and what replaces it. */
  readonly replace: string;
}

/** Where a path of a claim or of a mutant points to, from the repository's root. */
export function fromRoot(chapter: string, file: string): string {
  return file.startsWith('packages/') ? file : `packages/${chapter}/${file}`;
}

/** The test file and the titles that a claim cites. */
export function citation(claim: string): { file: string; titles: string[] } {
  const [file = '', ...titles] = claim.split(' › ');
  return { file, titles };
}

/**
 * The argument of jest's -t for these tests only. A table's title matches all its rows.
 */
export function titlePattern(claims: readonly string[]): string {
  const patterns = claims.map((claim) =>
    citation(claim)
      .titles.join(' ')
      .split(/%[sdifjoOp#$]|\$[a-zA-Z_][\w.]*/)
      .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('.*'),
  );
  return `(^| )(${patterns.join('|')})$`;
}

/**
 * The mutant's change made in the text of its file. Throws when the text to find is not
 * there once.
 */
export function mutate(mutant: Mutant, source: string): string {
  const parts = source.split(mutant.find);
  if (parts.length !== 2) {
    throw new Error(
      `${mutant.file}: expected once, found ${parts.length - 1} times: ${mutant.find}`,
    );
  }
  return parts.join(mutant.replace);
}

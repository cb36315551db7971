// The difference of two texts, line by line: for the diffs on pages, and for the site's
// comparison of two servers. It imports nothing, so that the site's configuration can.

/**
 * The lines of both, in order: `-` is only in the first, `+` only in the second. As few
 * as possible.
 */
export function diffLines(before: readonly string[], after: readonly string[]): string[] {
  // same[i][j]: the length of the longest common subsequence of before.slice(i) and
  // after.slice(j).
  const same = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  const at = (i: number, j: number): number => same[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = same[i];
      if (row === undefined) continue;
      row[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push(` ${before[i++]}`);
      j++;
    } else if (i < before.length && (j === after.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`-${before[i++]}`);
    } else {
      lines.push(`+${after[j++]}`);
    }
  }
  return lines.map((line) => line.trimEnd());
}

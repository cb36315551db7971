// Regions: the marked stretches of source that pages pull in. The marks are VitePress's
// own, so the site and the terminal show the same lines: `// #region name` before the
// first, `// #endregion name` after the last.

/** A stretch of a source file, ready to be shown. */
export interface Region {
  /**
   * Without region marks, common indentation, and blank lines at the ends.
   */
  readonly text: string;
  /** The 1-based line of the file on which the text begins. */
  readonly line: number;
  /** The one on which it ends. */
  readonly lastLine: number;
}

const MARK = /^\s*\/\/ ?#?(region|endregion) ([\w*-]+)\s*$/;

/**
 * The region with this name, or undefined if the source has none that begins and ends.
 */
export function findRegion(source: string, name: string): Region | undefined {
  const lines = splitLines(source);
  const start = lines.findIndex((line) => isMark(line, 'region', name));
  if (start < 0) return undefined;
  const end = lines.findIndex((line, at) => at > start && isMark(line, 'endregion', name));
  return end < 0 ? undefined : tidy(lines, start + 1, end);
}

/** A whole file, shown as a region. */
export function wholeFile(source: string): Region {
  const lines = splitLines(source);
  return tidy(lines, 0, lines.length);
}

/** The names of all regions of a source, in order. */
export function regionNames(source: string): string[] {
  return splitLines(source).flatMap((line) => {
    const [, tag, name] = MARK.exec(line) ?? [];
    return tag === 'region' && name !== undefined ? [name] : [];
  });
}

function splitLines(source: string): string[] {
  return source.split(/\r?\n/);
}

function isMark(line: string, tag: string, name: string): boolean {
  const found = MARK.exec(line);
  return found?.[1] === tag && found[2] === name;
}

function tidy(lines: readonly string[], start: number, end: number): Region {
  const kept = lines
    .slice(start, end)
    .map((text, index) => ({ text, line: start + index + 1 }))
    .filter(({ text }) => !MARK.test(text));
  const isBlank = ({ text }: { text: string }): boolean => text.trim() === '';
  while (kept[0] && isBlank(kept[0])) kept.shift();
  for (let last = kept.at(-1); last && isBlank(last); last = kept.at(-1)) kept.pop();
  const indents = kept.filter((line) => !isBlank(line)).map(({ text }) => text.search(/\S/));
  const indent = Math.min(...indents, Infinity);
  return {
    text: kept.map(({ text }) => text.slice(indent).trimEnd()).join('\n'),
    line: kept[0]?.line ?? start + 1,
    lastLine: kept.at(-1)?.line ?? start + 1,
  };
}

// Which snippet the text speaks of at the place where the reader is.

/** What stands on a page from top to bottom: headings, and snippets. */
export interface Mark {
  readonly kind: 'heading' | 'snippet';
  /** Distances from the top of the window, in pixels. */
  readonly top: number;
  readonly bottom: number;
}

/**
 * The index of the snippet that belongs to the line at `y`. A text comes before its
 * snippet, so it is the next one of the section; after the last of the section it is that
 * one, and in a section without any the one before.
 * @param marks in the order of the page
 */
export function spokenOf(marks: readonly Mark[], y: number): number | undefined {
  const isSnippet = (index: number): boolean => marks[index]?.kind === 'snippet';
  let next = marks.findIndex(({ kind, top, bottom }) =>
    kind === 'heading' ? top > y : bottom > y,
  );
  if (next < 0) next = marks.length;
  if (isSnippet(next)) return next;
  let before = next - 1;
  while (before >= 0 && !isSnippet(before)) before -= 1;
  if (before >= 0) return before;
  // The page's beginning: what it will speak of first.
  const first = marks.findIndex(({ kind }) => kind === 'snippet');
  return first < 0 ? undefined : first;
}

// A page shows its code in a pane of 90 columns and cuts a longer comment off. The width
// of code is prettier's business.

import type { Repo } from './repo';

const MAX_COLUMNS = 90;
const SOURCE = /^(?:packages|tools|docs)\/.*\.(?:ts|js|cjs|mjs|vue|css)$|^[^/]*\.(?:js|cjs)$/;
const NOT_WRITTEN_BY_HAND = /\/(?:generated|golden)\//;
/** A line of a comment: what stands behind code is not one. */
const COMMENT = /^\s*(?:\/\/|\/\*|\*(?:\s|\/))/;
/** It must stay on one line. */
const DIRECTIVE = /(?:eslint|oxlint)-disable|@ts-/;

/** Every line of a comment that is too long, as `file:line: how long it is`. */
export function checkCommentWidth(repo: Repo): string[] {
  return repo
    .find(SOURCE)
    .filter((file) => !NOT_WRITTEN_BY_HAND.test(file))
    .flatMap((file) =>
      (repo.read(file) ?? '').split('\n').flatMap((line, index) => {
        const isLong = line.length > MAX_COLUMNS && COMMENT.test(line) && !DIRECTIVE.test(line);
        return isLong ? [`${file}:${index + 1}: a comment of ${line.length} columns`] : [];
      }),
    );
}

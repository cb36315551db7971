// What a translated page has in common with its original is written by `npm run pages`:
// code, snippets, claims, and the front matter but for its words. So a change of the
// original reaches its translations, and a translator writes prose.

import { parsePage } from '@bytes-up/course';
import { originalOf, type PageFile } from './page-file';
import type { Repo } from './repo';

const FENCE = /^(?<fence>`{3,})[^\n]*\n[^]*?^\k<fence>$/gm;
const SNIPPET = /^<<< .*$/gm;
const CLAIM = /(?<=✔ ?)`[^`\n]+`/g;
const DIFF = /^<!-- diff .* -->$/gm;
/** A drawing in characters has words in it. */
const IS_DRAWING = /[┌┐└┘├┤┬┴┼▶►◀◄▲▼]/;

/** The page as it is where the original has another number of such parts. */
export function withFreshTranslation(pageFile: PageFile, repo: Repo): string {
  const text = repo.read(pageFile.file) ?? '';
  const name = originalOf(pageFile.file);
  const original = name === undefined ? undefined : repo.read(name);
  if (original === undefined) return text;
  const up = (part: string): string => part.replace(/(?<=[ ])(?=\.\.?\/)/g, '../');
  let fresh = withMinutes(text, original);
  fresh = withParts(fresh, original, FENCE, (own, theirs) =>
    sameCode(own, theirs) ? own : theirs,
  );
  fresh = withParts(fresh, original, SNIPPET, (_, theirs) => up(theirs));
  fresh = withParts(fresh, original, DIFF, (_, theirs) => up(theirs));
  return withParts(fresh, original, CLAIM, (_, theirs) => theirs);
}

/** Comments of a shell and the words of a drawing may be translated. */
export function sameCode(own: string, theirs: string): boolean {
  return wordless(own) === wordless(theirs);
}

function wordless(code: string): string {
  const [lang = '', ...lines] = code.replace(/^`+/, '').split('\n');
  if (lang === 'sh') return lines.map((line) => line.replace(/(?:^| +)# .*$/, '')).join('\n');
  const text = lines.join('\n');
  if (lang === 'text' && IS_DRAWING.test(text))
    return (text.match(/\d+|[┌┐└┘├┤┬┴┼▶►◀◄▲▼]/g) ?? []).join(' ');
  return code;
}

function withParts(
  own: string,
  theirs: string,
  part: RegExp,
  choose: (own: string, theirs: string) => string,
): string {
  const expected = theirs.match(part) ?? [];
  if (own.match(part)?.length !== expected.length) return own;
  let index = 0;
  return own.replace(part, (found) => choose(found, expected[index++] ?? found));
}

/** A chapter's minutes are those of its original. */
function withMinutes(own: string, theirs: string): string {
  const minutes = parsePage(theirs).frontMatter.get('minutes');
  return minutes === undefined ? own : own.replace(/^minutes: .*$/m, `minutes: ${minutes}`);
}

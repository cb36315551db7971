// For the tests of the checks: the result of a check for a made-up page in a made-up
// repository.

import { readPage, type PageCheck } from './page-file';
import { madeUpRepo } from './repo';

export const PAGE = 'docs/chapters/03-codec.md';

export function problemsOf(
  check: PageCheck,
  text: string,
  { file = PAGE, files = {} }: { file?: string; files?: Readonly<Record<string, string>> } = {},
): string[] {
  const repo = madeUpRepo({ ...files, [file]: text });
  return check(readPage(repo, file), repo);
}

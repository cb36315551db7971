// A page with its path in the repository, and how a check reports a problem:
// `file:line: what is wrong`.

import { parsePage, type Page } from '@bytes-up/course';
import type { Repo } from './repo';

export interface PageFile {
  /** From the repository's root: `docs/chapters/03-codec.md`. */
  readonly file: string;
  readonly page: Page;
}

/** Checks one page. @returns its problems, possibly none */
export type PageCheck = (page: PageFile, repo: Repo) => string[];

export function readPage(repo: Repo, file: string): PageFile {
  return { file, page: parsePage(repo.read(file) ?? '') };
}

export function problemAt({ file }: PageFile, line: number, what: string): string {
  return `${file}:${line}: ${what}`;
}

/** `03-codec` for the page of a chapter in any language, undefined for any other page. */
export function chapterOf({ file }: PageFile): string | undefined {
  return /^docs\/chapters\/([^/]+)\.md$/.exec(originalOf(file) ?? file)?.[1];
}

/** `docs/glossary.md` for its translation, `docs/zh/glossary.md`. */
export function originalOf(file: string): string | undefined {
  const [, page] = /^docs\/zh\/(.+\.md)$/.exec(file) ?? [];
  return page && `docs/${page}`;
}

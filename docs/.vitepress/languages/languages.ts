// The languages of the site. English pages are in docs/, Chinese ones in docs/zh/ by the
// same names. What is not translated leads to the original, and says so.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../repository.js';

export type Language = 'en' | 'zh';

const FOLDER = /^zh\//;

/** @param page from docs/: `zh/glossary.md` */
export function languageOf(page: string): Language {
  return FOLDER.test(page) ? 'zh' : 'en';
}

/** `glossary.md` for `zh/glossary.md`, and for itself. */
export function originalOf(page: string): string {
  return page.replace(FOLDER, '');
}

export function isTranslated(page: string): boolean {
  return existsSync(path.join(ROOT, 'docs/zh', originalOf(page)));
}

/** `03-codec` for the page of a chapter, in any language. */
export function chapterOf(page: string | undefined): string | undefined {
  return /^chapters\/(.+)\.md$/.exec(originalOf(page ?? ''))?.[1];
}

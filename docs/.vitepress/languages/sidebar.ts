// The list on the left, in each language.

import type { DefaultTheme } from 'vitepress';
import { readChapters, readReference, readStart } from '../chapters.js';
import type { Language } from './languages.js';
import { IN_ENGLISH } from './translated-links.js';
import { SIDEBAR as CHINESE } from './zh.js';

const ENGLISH = { start: 'Start', chapters: 'Chapters', reference: 'Reference' };

interface Entry {
  readonly title: string;
  readonly link: string;
  readonly isTranslated: boolean;
}

export function sidebarOf(language: Language): DefaultTheme.SidebarItem[] {
  const names = language === 'en' ? ENGLISH : CHINESE;
  const chapters = readChapters(language).map((chapter) => {
    return { ...chapter, title: `${chapter.number} ${chapter.title}` };
  });
  return [
    { text: names.start, items: readStart(language).map(itemOf) },
    { text: names.chapters, items: chapters.map(itemOf) },
    { text: names.reference, items: readReference(language).map(itemOf) },
  ];
}

/** Its text is HTML. */
function itemOf({ title, link, isTranslated }: Entry): DefaultTheme.SidebarItem {
  return { text: isTranslated ? title : title + IN_ENGLISH, link };
}

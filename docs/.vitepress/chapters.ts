// The chapters as their pages describe themselves: for the list on the left, the map on
// the start page, and the titles and descriptions that a search engine shows.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { splitFrontMatter } from '../../packages/course/src/pages/front-matter.js';
import { isTranslated, type Language } from './languages/languages.js';
import { CHAPTERS, TITLES } from './languages/zh.js';
import { ROOT } from './repository.js';

const DOCS = path.join(ROOT, 'docs');
const FOLDER = path.join(DOCS, 'chapters');

/** What the list on the left begins with. */
const START = ['index.md', 'routes.md'] as const;

/** The other pages, in the order of the list on the left. New ones come after these. */
const REFERENCE = [
  'seven-servers',
  'inspector',
  'protocol',
  'challenge',
  'errors',
  'glossary',
  'faq',
  'typescript',
  'architecture',
  'debugging',
];

/**
 * A shorter sentence does not say what a page is about. Chinese says more in a character.
 */
const MIN_CHARACTERS = { en: 40, zh: 16 };

export interface ChapterPage {
  /** `03-codec`, the page's name. */
  readonly name: string;
  /** `/chapters/03-codec`, or `/zh/chapters/03-codec` if it is translated. */
  readonly link: string;
  /** False where the page is in another language than the one asked for. */
  readonly isTranslated: boolean;
  /** `03` */
  readonly number: string;
  readonly title: string;
  readonly minutes: number;
  /** How "What you will build" begins, as plain text. */
  readonly builds: string;
}

export function readChapters(language: Language): ChapterPage[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.md'));
  return files.sort().map((file) => {
    const name = path.basename(file, '.md');
    const { values, body } = splitFrontMatter(readFileSync(path.join(FOLDER, file), 'utf8'));
    const chapter = {
      name,
      link: `/chapters/${name}`,
      isTranslated: language === 'en',
      number: values.get('chapter') ?? name.slice(0, 2),
      title: values.get('title') ?? name,
      minutes: Number(values.get('minutes') ?? 0),
      builds: firstSentence(body, '##', 'en'),
    };
    return language === 'en' ? chapter : inChinese(chapter);
  });
}

function inChinese(chapter: ChapterPage): ChapterPage {
  const { name } = chapter;
  if (!isTranslated(`chapters/${name}.md`)) {
    const [title, builds] = CHAPTERS[name] ?? [chapter.title, chapter.builds];
    return { ...chapter, title, builds };
  }
  const { values, body } = splitFrontMatter(readPage(`zh/chapters/${name}`));
  return {
    ...chapter,
    link: `/zh/chapters/${name}`,
    isTranslated: true,
    title: values.get('title') ?? name,
    builds: firstSentence(body, '##', 'zh'),
  };
}

/** A page that is no chapter. */
export interface OtherPage {
  readonly title: string;
  readonly link: string;
  readonly isTranslated: boolean;
}

/** The pages of the start. */
export function readStart(language: Language): OtherPage[] {
  const title = { 'index.md': 'Bytes Up', 'routes.md': 'Routes' };
  return START.map((file) => otherPage(path.basename(file, '.md'), title[file], language));
}

/** All pages but those of the start and the chapters, each with its first heading. */
export function readReference(language: Language): OtherPage[] {
  const names = readdirSync(DOCS)
    .filter((file) => file.endsWith('.md') && !(START as readonly string[]).includes(file))
    .map((file) => path.basename(file, '.md'));
  const place = (name: string): number => {
    const index = REFERENCE.indexOf(name);
    return index < 0 ? REFERENCE.length : index;
  };
  return names
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
    .map((name) => otherPage(name, headingOf(name) ?? name, language));
}

function otherPage(name: string, title: string, language: Language): OtherPage {
  const page = name === 'index' ? '' : name;
  if (language === 'en') return { title, link: `/${page}`, isTranslated: true };
  const chinese = TITLES[name] ?? title;
  return isTranslated(`${name}.md`)
    ? { title: chinese, link: `/zh/${page}`, isTranslated: true }
    : { title: chinese, link: `/${page}`, isTranslated: false };
}

function headingOf(name: string): string | undefined {
  return /^# (.+)$/m.exec(readPage(name))?.[1];
}

function readPage(name: string): string {
  return readFileSync(path.join(DOCS, `${name}.md`), 'utf8');
}

/**
 * What a page begins with, as plain text: the first sentence of the first paragraph after
 * a heading, and the second one if the first says little.
 * @param level `#` or `##`
 */
export function firstSentence(body: string, level: '#' | '##', language: Language): string {
  const section = body.slice(Math.max(0, body.search(new RegExp(`^${level} `, 'm'))));
  const text = section.split('\n').find((line) => line !== '' && !/^[#<`|-]/.test(line)) ?? '';
  const plain = text
    .replace(/\s*✔ `[^`]*`/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '');
  const [first = plain, second = ''] = plain.match(/[^ ].*?(?:[.?](?= |$)|[。？])/g) ?? [];
  const isShort = first.length < MIN_CHARACTERS[language];
  return isShort ? `${first}${language === 'en' ? ' ' : ''}${second}`.trim() : first;
}

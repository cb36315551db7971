// The chapters as their pages describe themselves: for the list on the left, the map on
// the start page, and the titles and descriptions that a search engine shows.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { splitFrontMatter } from '../../packages/course/src/pages/front-matter.js';
import { ROOT } from './repository.js';

const DOCS = path.join(ROOT, 'docs');
const FOLDER = path.join(DOCS, 'chapters');

/** What the list on the left begins with. */
const START = ['index.md', 'routes.md'];

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

/** A shorter sentence does not say what a page is about. */
const MIN_CHARACTERS = 40;

export interface ChapterPage {
  /** `03-codec`, the page's name. */
  readonly name: string;
  /** `03` */
  readonly number: string;
  readonly title: string;
  readonly minutes: number;
  /** How "What you will build" begins, as plain text. */
  readonly builds: string;
}

export function readChapters(): ChapterPage[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.md'));
  return files.sort().map((file) => {
    const name = path.basename(file, '.md');
    const { values, body } = splitFrontMatter(readFileSync(path.join(FOLDER, file), 'utf8'));
    return {
      name,
      number: values.get('chapter') ?? name.slice(0, 2),
      title: values.get('title') ?? name,
      minutes: Number(values.get('minutes') ?? 0),
      builds: firstSentence(body, '##'),
    };
  });
}

/** All pages but those of the start and the chapters, each with its first heading. */
export function readReference(): { readonly name: string; readonly title: string }[] {
  const names = readdirSync(DOCS)
    .filter((file) => file.endsWith('.md') && !START.includes(file))
    .map((file) => path.basename(file, '.md'));
  const place = (name: string): number => {
    const index = REFERENCE.indexOf(name);
    return index < 0 ? REFERENCE.length : index;
  };
  return names
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
    .map((name) => {
      const text = readFileSync(path.join(DOCS, `${name}.md`), 'utf8');
      return { name, title: /^# (.+)$/m.exec(text)?.[1] ?? name };
    });
}

/**
 * What a page begins with, as plain text: the first sentence of the first paragraph after
 * a heading, and the second one if the first says little.
 * @param level `#` or `##`
 */
export function firstSentence(body: string, level: '#' | '##'): string {
  const section = body.slice(Math.max(0, body.search(new RegExp(`^${level} `, 'm'))));
  const text = section.split('\n').find((line) => line !== '' && !/^[#<`|-]/.test(line)) ?? '';
  const plain = text
    .replace(/\s*✔ `[^`]*`/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '');
  const [first = plain, second = ''] = plain.match(/[^ ].*?[.?](?= |$)/g) ?? [];
  return first.length < MIN_CHARACTERS ? `${first} ${second}`.trim() : first;
}

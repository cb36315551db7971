// What a build writes into pages besides their own text, in each language.

import { languageOf, type Language } from './languages.js';

export interface Words {
  readonly minutes: (chapter: string | undefined, minutes: number) => string;
  readonly lines: (from: number, to: number) => string;
  /** Two links: a snippet and the one that it differs from. */
  readonly against: (after: string, before: string) => string;
  /**
   * A snippet is folded beside the pane: what its button says then, and when it is not.
   */
  readonly show: string;
  readonly fold: string;
  readonly task: string;
  readonly hints: string;
  readonly inspect: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    minutes: (chapter, minutes) =>
      `${chapter === undefined ? '' : `Chapter ${chapter}, `}about ${minutes} minutes`,
    lines: (from, to) => (from === to ? `, line ${from}` : `, lines ${from}–${to}`),
    against: (after, before) => `${after}, against ${before}`,
    show: 'show it here',
    fold: 'fold it',
    task: 'The task',
    hints: 'Hints',
    inspect: 'Take these bytes apart in the browser',
  },
  zh: {
    minutes: (chapter, minutes) =>
      `${chapter === undefined ? '' : `第 ${chapter} 章，`}约 ${minutes} 分钟`,
    lines: (from, to) => (from === to ? `，第 ${from} 行` : `，第 ${from}–${to} 行`),
    against: (after, before) => `${after}，对比 ${before}`,
    show: '在此展开',
    fold: '折叠',
    task: '任务（英文）',
    hints: '提示（英文）',
    inspect: '在浏览器中拆解这些字节',
  },
};

/** @param page from docs/ */
export function wordsOf(page: string | undefined): Words {
  return WORDS[languageOf(page ?? '')];
}

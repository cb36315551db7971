// What the pane says besides the source itself.

import type { InEachLanguage } from '../words.js';

interface PaneWords {
  readonly source: string;
  readonly files: string;
  /** Behind a file's name. */
  readonly lines: (from: number, to: number) => string;
  readonly ownPage: (file: string) => string;
  readonly before: string;
  readonly next: string;
  readonly close: string;
  /** @param before `09 server.ts` */
  readonly changedSince: (before: string) => string;
  readonly copy: string;
  readonly copied: string;
}

export const PANE_WORDS: InEachLanguage<PaneWords> = {
  en: {
    source: 'Source',
    files: 'Files of this page',
    lines: (from, to) => (from === to ? `, line ${from}` : `, lines ${from}–${to}`),
    ownPage: (file) => `${file}, a page of its own`,
    before: 'The snippet before',
    next: 'The next snippet',
    close: 'Close',
    changedSince: (before) => `What changed since ${before}`,
    copy: 'Copy the command',
    copied: 'Copied',
  },
  zh: {
    source: '源代码',
    files: '本页涉及的文件',
    lines: (from, to) => (from === to ? `，第 ${from} 行` : `，第 ${from}–${to} 行`),
    ownPage: (file) => `${file}，在单独的页面中打开`,
    before: '上一个代码片段',
    next: '下一个代码片段',
    close: '关闭',
    changedSince: (before) => `相比 ${before} 的改动`,
    copy: '复制命令',
    copied: '已复制',
  },
};

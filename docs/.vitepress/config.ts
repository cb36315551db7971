// The site: the same pages that the terminal shows. The list of chapters is what is in
// docs/chapters.

import { createCssVariablesTheme } from 'shiki';
import { defineConfig } from 'vitepress';
import { browserBytes } from './browser-bytes.js';
import { firstSentence, readChapters, readReference } from './chapters.js';
import { courseMarkdown } from './course-markdown.js';
import { thrift } from './grammars/thrift.js';
import { readSource } from './repository.js';
import { sourcePagesInDev, writeSourcePages } from './source/source-files.js';

/** Where the site is served: `/`, or `/bytes-up/` on GitHub Pages. */
const BASE = process.env['SITE_BASE'] ?? '/';

const chapters = readChapters();

export default defineConfig({
  lang: 'en',
  title: 'Bytes Up',
  description: 'RPC from the bytes up: a course in TypeScript, one package per chapter',
  cleanUrls: true,
  base: BASE,
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: `${BASE}favicon.svg` }],
    // What needs JavaScript is styled only where there is any.
    ['script', {}, `document.documentElement.classList.add('js')`],
  ],
  srcExclude: [],
  markdown: {
    lineNumbers: false,
    theme: createCssVariablesTheme({ name: 'course', variablePrefix: '--code-' }),
    languages: [thrift],
    config: (md) => md.use(courseMarkdown),
  },
  vite: { plugins: [browserBytes(), sourcePagesInDev()] },
  transformPageData(page) {
    const chapter = chapters.find(({ name }) => page.relativePath === `chapters/${name}.md`);
    if (chapter === undefined) {
      page.description ||= firstSentence(readSource(`docs/${page.relativePath}`), '#');
      return;
    }
    page.title = `${chapter.number} ${chapter.title}`;
    page.description = chapter.builds;
    // The source stands beside a chapter's text: theme/pane.
    page.frontmatter['pageClass'] = 'with-source';
  },
  buildEnd: ({ outDir }) => writeSourcePages(outDir),
  themeConfig: {
    search: { provider: 'local' },
    outline: { level: 2, label: 'On this page' },
    docFooter: { prev: 'Before', next: 'After' },
    sidebar: [
      {
        text: 'Start',
        items: [
          { text: 'Bytes Up', link: '/' },
          { text: 'Routes', link: '/routes' },
        ],
      },
      {
        text: 'Chapters',
        items: chapters.map(({ name, number, title }) => {
          return { text: `${number} ${title}`, link: `/chapters/${name}` };
        }),
      },
      {
        text: 'Reference',
        items: readReference().map(({ name, title }) => ({ text: title, link: `/${name}` })),
      },
    ],
  },
});

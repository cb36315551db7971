// The site: the same pages that the terminal shows. The list of chapters is what is in
// docs/chapters. A second language is in docs/zh: languages/.

import { createCssVariablesTheme } from 'shiki';
import { defineConfig } from 'vitepress';
import { browserBytes } from './browser-bytes.js';
import { firstSentence, readChapters } from './chapters.js';
import { courseMarkdown } from './course-markdown.js';
import { thrift } from './grammars/thrift.js';
import { chapterOf, isTranslated, languageOf } from './languages/languages.js';
import { tokenize } from './languages/search.js';
import { sidebarOf } from './languages/sidebar.js';
import { LABELS, SEARCH } from './languages/zh.js';
import { readSource } from './repository.js';
import { sourcePagesInDev, writeSourcePages } from './source/source-files.js';

/** Where the site is served: `/`, or `/bytes-up/` on GitHub Pages. */
const BASE = process.env['SITE_BASE'] ?? '/';

const chapters = { en: readChapters('en'), zh: readChapters('zh') };

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
  // Otherwise a wide window loads most chapters with the first page: half a megabyte.
  router: { prefetchLinks: false },
  vite: { plugins: [browserBytes(), sourcePagesInDev()] },
  transformPageData(page) {
    const language = languageOf(page.relativePath);
    // The menu of languages leads to the same page there: theme/Layout.vue.
    page.frontmatter['isTranslated'] = isTranslated(page.relativePath);
    const chapter = chapters[language].find(({ name }) => name === chapterOf(page.relativePath));
    if (chapter === undefined) {
      page.description ||= firstSentence(readSource(`docs/${page.relativePath}`), '#', language);
      return;
    }
    page.title = `${chapter.number} ${chapter.title}`;
    page.description = chapter.builds;
    // The source stands beside a chapter's text: theme/pane.
    page.frontmatter['pageClass'] = 'with-source';
  },
  buildEnd: ({ outDir }) => writeSourcePages(outDir),
  themeConfig: {
    search: {
      provider: 'local',
      options: { locales: { zh: SEARCH }, miniSearch: { options: { tokenize } } },
    },
    outline: { level: 2, label: 'On this page' },
    docFooter: { prev: 'Before', next: 'After' },
    sidebar: sidebarOf('en'),
  },
  locales: {
    root: { label: 'English', lang: 'en' },
    zh: {
      label: '简体中文',
      lang: 'zh-Hans',
      description: '从字节开始的 RPC：一门 TypeScript 课程，每章一个包',
      themeConfig: { ...LABELS, sidebar: sidebarOf('zh') },
    },
  },
});

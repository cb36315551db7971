// The site: the same pages that the terminal shows. The list of chapters is what is in
// docs/chapters.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type DefaultTheme } from 'vitepress';
import { browserBytes } from './browser-bytes.js';
import { courseMarkdown } from './course-markdown.js';

const CHAPTERS = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'chapters');

/** `03 Message protocols`, from the page's own front matter. */
function chapterItems(): DefaultTheme.SidebarItem[] {
  const files = readdirSync(CHAPTERS).filter((file) => file.endsWith('.md'));
  return files.sort().map((file) => {
    const name = path.basename(file, '.md');
    const text = readFileSync(path.join(CHAPTERS, file), 'utf8');
    const title = /^title: *["']?(.*?)["']? *$/m.exec(text)?.[1] ?? name;
    return { text: `${name.slice(0, 2)} ${title}`, link: `/chapters/${name}` };
  });
}

export default defineConfig({
  lang: 'en',
  title: 'Bytes Up',
  description: 'RPC from the bytes up: a course in TypeScript, one package per chapter',
  cleanUrls: true,
  srcExclude: [],
  markdown: {
    lineNumbers: false,
    config: (md) => md.use(courseMarkdown),
  },
  vite: { plugins: [browserBytes()] },
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
      { text: 'Chapters', items: chapterItems() },
      {
        text: 'Reference',
        items: [
          { text: 'Seven servers on one screen', link: '/seven-servers' },
          { text: 'The protocol', link: '/protocol' },
          { text: 'The challenge', link: '/challenge' },
          { text: 'Error codes', link: '/errors' },
          { text: 'Glossary', link: '/glossary' },
          { text: 'Questions', link: '/faq' },
          { text: 'TypeScript in tables', link: '/typescript' },
          { text: 'Architecture', link: '/architecture' },
          { text: 'Debugging', link: '/debugging' },
        ],
      },
    ],
  },
});

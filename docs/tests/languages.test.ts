// The second language: its own labels and list on the left, a search that finds Chinese
// words, and links to what is not translated, which say so. tools/checks/translation.ts
// holds each page equal to its original.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { strangeNumbers } from '../../tools/checks/translation-numbers.js';
import { tokenize } from '../.vitepress/languages/search.js';
import { CHAPTERS, TITLES } from '../.vitepress/languages/zh.js';
import { builtPages, DIST } from './support/built-site.js';
import { testInBrowser, useSite } from './support/browser.js';

const site = useSite();
const DOCS = path.resolve(__dirname, '..');
const WIDE = { viewport: { width: 1280, height: 800 } };

const pagesIn = (folder: string): string[] =>
  readdirSync(path.join(DOCS, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.basename(file, '.md'));

test('every page has a Chinese title, and no title is of a page that is gone', () => {
  expect(Object.keys(CHAPTERS).sort()).toEqual(pagesIn('chapters').sort());
  expect(Object.keys(TITLES).sort()).toEqual(pagesIn('.').sort());
});

test('what the map says of a chapter has no number that the chapter’s page has not', () => {
  const strange = Object.entries(CHAPTERS).flatMap(([name, words]) => {
    const page = readFileSync(path.join(DOCS, 'chapters', `${name}.md`), 'utf8');
    const [, section = ''] = /^## What you will build\n(.*?)^## /ms.exec(page) ?? [];
    return strangeNumbers(words.join(' '), `${page.slice(0, 200)} ${section}`);
  });
  expect(strange).toEqual([]);
});

test.each([
  ['words of letters end at blanks and punctuation', 'a frame, read', ['a', 'frame', 'read']],
  ['two neighbours are a word, and the last one alone', '帧解码器', ['帧解', '解码', '码器', '器']],
  ['a change of script ends a word', 'fork出2个', ['fork', '出', '2', '个']],
  ['a character of two UTF-16 units is one', '𠮷帧', ['𠮷帧', '帧']],
  ['nothing is no word', ' …', []],
])('search: %s', (_, text, words) => {
  expect(tokenize(text)).toEqual(words);
});

/** Links of the text to pages of this site, not to source: address, and the text. */
function linksOf(page: string): { href: string; language: string; text: string }[] {
  const html = readFileSync(path.join(DIST, page), 'utf8');
  const [, main = ''] = /<main.*?>(.*)<\/main>/s.exec(html) ?? [];
  return [...main.matchAll(/<a ([^>]*href="([^"#]+)[^>]*)>(.*?)<\/a>/gs)].flatMap(
    ([, attributes = '', href = '', inner = '']) => {
      const text = inner.replace(/<[^>]*>/g, '');
      const language = /hreflang="([^"]*)"/.exec(attributes)?.[1] ?? '';
      return href.startsWith('http') || /\/source\//.test(href) ? [] : [{ href, language, text }];
    },
  );
}

test('a link to an English page says so, and one to a Chinese page does not', () => {
  const pages = builtPages().filter((page) => page.startsWith('zh/'));
  expect(pages).toEqual(expect.arrayContaining(['zh/index.html', 'zh/glossary.html']));
  let english = 0;
  for (const page of pages) {
    for (const { href, language, text } of linksOf(page)) {
      const address = new URL(href, `http://site/${page}`).pathname;
      const isChinese = /\/zh\//.test(address);
      expect({ page, href, says: text.includes('（英文）') }).toEqual({
        page,
        href,
        says: !isChinese,
      });
      if (language !== '') expect(language).toBe(isChinese ? '' : 'en');
      // Whatever is translated is linked in Chinese.
      const name = address.slice(address.lastIndexOf('/') + 1) || 'index';
      if (!isChinese) expect(existsSync(path.join(DOCS, 'zh', `${name}.md`))).toBe(false);
      english += isChinese ? 0 : 1;
    }
  }
  expect(english).toBeGreaterThan(30);
});

testInBrowser('the Chinese start page speaks Chinese', async () => {
  const page = await site().open('zh/', WIDE);
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
  expect(await page.locator('.VPSidebar h2').allTextContents()).toEqual(['开始', '章节', '参考']);
  expect(await page.locator('.DocSearch-Button').textContent()).toContain('搜索');
  expect(await page.locator('.part').count()).toBe(6);
  expect(await page.locator('.part li .title').first().textContent()).toContain('为什么需要 RPC');
});

testInBrowser(
  'the menu leads to the same page, or to the start page if there is none',
  async () => {
    const page = await site().open('glossary', WIDE);
    const languages = page.locator('.VPNavBarTranslations a');
    const leadsTo = async (end: string): Promise<void> => {
      expect(await languages.getAttribute('href')).toMatch(new RegExp(`${end}$`));
    };
    await leadsTo('/zh/glossary');
    await page.goto(`${site().serving.url}zh/glossary`);
    await leadsTo('/glossary');
    await page.goto(`${site().serving.url}protocol`);
    await leadsTo('/zh/');
    await page.goto(`${site().serving.url}zh/`);
    await leadsTo('/');
  },
);

testInBrowser('search finds Chinese words in Chinese pages', async () => {
  const page = await site().open('zh/', WIDE);
  await page.locator('.DocSearch-Button').click();
  const input = page.locator('.VPLocalSearchBox input');
  for (const [word, anchor] of [
    ['阻塞', 'blocking'],
    ['事件循环', 'event-loop'],
    ['帧', 'frame'],
    ['描述符', 'descriptor'],
  ] as const) {
    await input.fill(word);
    await page.locator(`.VPLocalSearchBox a[href$="/zh/glossary#${anchor}"]`).first().waitFor();
  }
});

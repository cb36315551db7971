// Every link of every page leads somewhere, and every anchor is there. Read from the
// files, so it needs no browser.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { basePath, builtPages, DIST, fileOf } from './support/built-site.js';

const base = basePath();
const htmlOf = new Map<string, string>();
const idsOf = new Map<string, ReadonlySet<string>>();

function read(file: string): string {
  const known = htmlOf.get(file) ?? readFileSync(file, 'utf8');
  htmlOf.set(file, known);
  return known;
}

function ids(file: string): ReadonlySet<string> {
  const known = idsOf.get(file) ?? new Set(attributes(read(file), 'id'));
  idsOf.set(file, known);
  return known;
}

function attributes(html: string, name: string): string[] {
  const found = html.matchAll(new RegExp(`<[a-zA-Z][^>]*?\\s${name}="([^"]*)"`, 'g'));
  return [...found].map(([, value = '']) => value.replaceAll('&amp;', '&'));
}

/** What is wrong with a link of a page, if anything. */
function problem(page: string, href: string): string | undefined {
  const { origin, pathname, hash } = new URL(href, `http://site${base}${page}`);
  if (origin !== 'http://site') return undefined;
  if (!pathname.startsWith(base)) return `${page}: ${href} leaves the base path`;
  const file = fileOf(decodeURIComponent(pathname.slice(base.length)));
  if (file === undefined) return `${page}: ${href} leads nowhere`;
  const anchor = decodeURIComponent(hash.slice(1));
  // What follows as= is for the inspector.
  if (anchor === '' || anchor.startsWith('as=') || ids(file).has(anchor)) return undefined;
  return `${page}: no ${hash} in ${path.relative(DIST, file)}`;
}

test('every link and every anchor of every page is there', () => {
  const pages = builtPages();
  expect(pages.length).toBeGreaterThan(28);
  const problems = pages.flatMap((page) => {
    const address = page.replace(/(?:index)?\.html$/, '');
    const links = attributes(
      read(path.join(DIST, page)).replace(/<script.*?<\/script>/gs, ''),
      'href',
    );
    expect(links.length).toBeGreaterThan(page === '404.html' ? 1 : 20);
    return [...new Set(links)].flatMap((href) => problem(address, href) ?? []);
  });
  expect(problems).toEqual([]);
});

test('every claim and every snippet leads to its lines', () => {
  const count = (html: string, part: RegExp): number => [...html.matchAll(part)].length;
  let claims = 0;
  let snippets = 0;
  for (const page of builtPages()) {
    const html = read(path.join(DIST, page));
    claims += count(html, /<li id="note-/g);
    snippets += count(html, /<p class="snippet">/g);
    expect(count(html, /<li id="note-\d+"><span>✔\d+<\/span> <a class="source"/g)).toBe(
      count(html, /<li id="note-/g),
    );
    expect(count(html, /<p class="snippet"><a class="source"/g)).toBe(
      count(html, /<p class="snippet">/g),
    );
  }
  expect(claims).toBeGreaterThan(400);
  expect(snippets).toBeGreaterThan(150);
});

test('an id is on a page once', () => {
  const twice = builtPages().flatMap((page) => {
    const all = attributes(read(path.join(DIST, page)), 'id');
    return all.filter((id, index) => all.indexOf(id) !== index).map((id) => `${page}: ${id}`);
  });
  expect(twice).toEqual([]);
});

test('every page has a title of its own and a description', () => {
  const pages = builtPages().filter((page) => page !== '404.html');
  const titles = pages.map((page) => {
    const html = read(path.join(DIST, page));
    const description = /<meta name="description" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const least = page.startsWith('zh/') ? 10 : 20; // a Chinese character is half a word
    expect({ page, isShort: description.length < least }).toEqual({ page, isShort: false });
    return /<title>([^<]*)/.exec(html)?.[1];
  });
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles).toContain('03 Message protocols | Bytes Up');
});

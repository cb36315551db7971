// Drawings: the characters of a page as lines, arrows and text, none of them lost.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { draw } from '../.vitepress/drawing.js';

const DOCS = path.resolve(__dirname, '..');

const attribute = (svg: string, name: string): string =>
  new RegExp(`class="${name}" d="([^"]*)"`).exec(svg)?.[1] ?? '';
const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);

test('a line between two texts ends in an arrow', () => {
  const svg = draw('a ──▶ b', 'a leads to b');
  expect(attribute(svg, 'lines')).toBe('M16 9.5H36');
  expect(attribute(svg, 'heads')).toBe('M32 5.5l8 4l-8 4z');
  expect(texts(svg)).toEqual(['a', 'b']);
  expect(svg).toContain('aria-label="a leads to b"');
});

test('a box is four lines, and its corners meet', () => {
  const svg = draw('┌──┐\n│hi│\n└──┘', 'a box');
  expect(attribute(svg, 'lines').split(/(?=M)/)).toEqual([
    'M4 9.5V19',
    'M28 9.5V19',
    'M4 9.5H28',
    'M4 19V38',
    'M28 19V38',
    'M4 38V47.5',
    'M28 38V47.5',
    'M4 47.5H28',
  ]);
  expect(texts(svg)).toEqual(['hi']);
});

test('words stay at their columns, also after a character of two UTF-16 units', () => {
  const svg = draw('│ 😀  x', 'x');
  expect(svg).toMatch(/<text x="40" [^>]*>x</);
});

test('text is escaped', () => {
  expect(draw('── <b> & "c"', '"<"')).toContain('&lt;b&gt; &amp; &quot;c&quot;');
  expect(draw('──', '"<"')).toContain('aria-label="&quot;&lt;&quot;"');
});

test('no letter of any page’s drawing is lost', () => {
  const pages = ['.', 'chapters'].flatMap((folder) =>
    readdirSync(path.join(DOCS, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => readFileSync(path.join(DOCS, folder, file), 'utf8')),
  );
  const blocks = pages.flatMap((page) => [...page.matchAll(/^```text\n(.*?)^```/gms)]);
  const drawings = blocks.map(([, text = '']) => text).filter((text) => /[┌└├▶◀▲▼]/.test(text));
  expect(drawings.length).toBeGreaterThan(10);
  for (const text of drawings) {
    const letters = text.replace(/[\s─═│┌┐└┘├┤┬┴┼▶►◀◄▲▼█▓▒░]/g, '');
    const drawn = texts(draw(text, 'words')).join('').replace(/\s/g, '');
    const escaped = letters
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;');
    expect(drawn).toBe(escaped);
  }
});

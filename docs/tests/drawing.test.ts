// Drawings: the characters of a page as lines, arrows and text, none of them lost.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { draw, drawings } from '../.vitepress/drawing.js';

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

test.each([
  ['│', ['M4 0V19']],
  ['═', ['M0 9.5H8']],
  ['┼', ['M4 0V19', 'M0 9.5H8']],
  ['├', ['M4 0V19', 'M4 9.5H8']],
  ['┬', ['M4 9.5V19', 'M0 9.5H8']],
  ['┘', ['M4 0V9.5', 'M0 9.5H4']],
])('%s is drawn along its arms', (character, lines) => {
  const drawn = attribute(draw(character, 'x'), 'lines').split(/(?=M)/);
  expect(drawn.sort()).toEqual([...lines].sort());
});

test.each([
  ['a ──▶ b', 'M16 9.5H36', 'M32 5.5l8 4l-8 4z'],
  ['a ◀── b', 'M20 9.5H40', 'M24 5.5l-8 4l8 4z'],
  ['│\n▼', 'M4 0V19M4 19V28.5', 'M0 24.5l4 8l4 -8z'],
  ['▲\n│', 'M4 9.5V19M4 19V38', 'M0 13.5l4 -8l4 8z'],
  ['a ▶ b', '', 'M16 5.5l8 4l-8 4z'],
])('an arrow is joined to the line that it ends: %j', (text, lines, head) => {
  const svg = draw(text, 'x');
  expect(attribute(svg, 'lines')).toBe(lines);
  expect(attribute(svg, 'heads')).toBe(head);
});

test('a bar is as dense as its character', () => {
  const svg = draw('█▓▒░', 'x');
  const bars = [...svg.matchAll(/<rect class="bar" x="(\d+)"[^>]* opacity="([\d.]+)"/g)];
  expect(bars.map(([, x, opacity]) => [x, opacity])).toEqual([
    ['0', '1'],
    ['8', '0.75'],
    ['16', '0.5'],
    ['24', '0.25'],
  ]);
});

test('the indent of the whole block is left out, that of a line is not', () => {
  const svg = draw('    a\n      b ─▶\n\n', 'x');
  expect([...svg.matchAll(/<text x="(\d+)"/g)].map(([, x]) => x)).toEqual(['0', '16']);
  expect(svg).toContain('viewBox="-4 0 56 38"');
});

test('one blank is part of a text, two end it', () => {
  expect(texts(draw('one two  three│four', 'x'))).toEqual(['one two', 'three', 'four']);
});

test('a Chinese character takes two columns, as in a terminal', () => {
  const svg = draw('┌────┐\n│帧，│ x\n└────┘', 'x');
  expect(attribute(svg, 'lines')).toContain('M44 19V38');
  expect(svg).toContain('<text x="8" y="32.5" textLength="32">帧，</text>');
  expect(svg).toContain('<text x="56" y="32.5" textLength="8">x</text>');
});

describe('in a page', () => {
  /** What the rule makes of a fence, with a comment above it or none. */
  function rendered(info: string, content: string, above = ''): string {
    const md = { renderer: { rules: { fence: () => 'as a block' } } };
    drawings(md as unknown as Parameters<typeof drawings>[0]);
    const fence = md.renderer.rules.fence as (tokens: object[], index: number) => string;
    return fence([{ content: above }, { info, content }], 1);
  }

  test('a text block with a line and a corner is drawn, with its words from the comment', () => {
    const html = rendered('text', 'a ──▶ b\n', '<!-- drawing: a leads to b. -->\n');
    expect(html).toMatch(/^<figure class="drawing" tabindex="0" v-pre><svg .*<\/svg><\/figure>\n$/);
    expect(html).toContain('role="img" aria-label="a leads to b."');
  });

  test('without a comment its own words stand for it', () => {
    expect(rendered('text', '┌─┐  read\n└─┘\nwrite\n')).toContain('aria-label="read. write"');
  });

  test.each([
    ['sh', 'a ──▶ b\n'],
    ['text', '$ npm start\n'],
    ['text', 'a ── b\n'],
  ])('a block of %s, %j, stays a block', (info, content) => {
    expect(rendered(info, content)).toBe('as a block');
  });
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

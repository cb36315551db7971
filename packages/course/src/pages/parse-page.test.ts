import { parsePage } from './parse-page';

const PAGE = parsePage(`---
title: A page
minutes: 5
---
# A page

A sentence with [a link](../glossary.md#frame) and \`code!\`.
It is proven. ✔ \`src/a.test.ts › every split › works\`

## The code

<<< ../../packages/03-codec/src/a.ts#encode{ts}
<<< ../../packages/03-codec/src/b.ts

- one ✔ \`src/b.test.ts › "quoted" – title\`
- two, see [there](#the-code)

| a | b |
| - | - |
| [c](c.md) | text |

\`\`\`sh
npm start -- list
\`\`\`

::: tip Remember
Inside [it](d.md).
:::
`);

test('front matter', () => {
  expect(Object.fromEntries(PAGE.frontMatter)).toEqual({ title: 'A page', minutes: '5' });
});

test('headings with their lines in the file', () => {
  expect(PAGE.headings).toEqual([
    { depth: 1, text: 'A page', line: 5 },
    { depth: 2, text: 'The code', line: 10 },
  ]);
});

test('a heading with an anchor of its own', () => {
  expect(parsePage('### 帧 frame {#frame}\n').headings).toEqual([
    { depth: 3, text: '帧 frame', anchor: 'frame', line: 1 },
  ]);
});

test('links, wherever they are', () => {
  expect(PAGE.links).toEqual([
    { href: '../glossary.md#frame', text: 'a link', line: 7 },
    { href: '#the-code', text: 'there', line: 16 },
    { href: 'c.md', text: 'c', line: 20 },
    { href: 'd.md', text: 'it', line: 27 },
  ]);
});

test('snippets, with and without a region', () => {
  expect(PAGE.snippets).toEqual([
    { path: '../../packages/03-codec/src/a.ts', region: 'encode', line: 12 },
    { path: '../../packages/03-codec/src/b.ts', region: undefined, line: 13 },
  ]);
});

test('claims, in text and in lists', () => {
  expect(PAGE.claims).toEqual([
    { file: 'src/a.test.ts', titles: ['every split', 'works'], line: 8 },
    { file: 'src/b.test.ts', titles: ['"quoted" – title'], line: 15 },
  ]);
});

test('code blocks', () => {
  expect(PAGE.code).toEqual([{ lang: 'sh', text: 'npm start -- list', line: 22 }]);
});

test('prose is what one reads as sentences: no code, no claims', () => {
  const prose = PAGE.prose.map(({ text }) => text).join('|');
  expect(prose).toContain('A sentence with ');
  expect(prose).toContain('Inside ');
  expect(prose).not.toContain('code!');
  expect(prose).not.toContain('test.ts');
  expect(prose).not.toContain('npm');
});

test('an empty page', () => {
  const { headings, links, snippets, claims, code, prose } = parsePage('');
  expect([headings, links, snippets, claims, code, prose].flat()).toEqual([]);
});

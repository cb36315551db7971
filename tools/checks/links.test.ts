import { checkLinks } from './links';
import { PAGE, problemsOf } from './made-up-page';

const files = {
  'docs/glossary.md': '# Glossary\n\n### frame\n\n### half packet\n\n### frame\n',
  'docs/protocol.md': '## 1 Connection\n',
  'packages/03-codec/src/a.ts': '',
};

test.each([
  '../glossary.md',
  '../glossary.md#half-packet',
  '../glossary.md#frame-1',
  '../protocol.md#_1-connection',
  '#here',
  'https://example.org/gone#x',
  'mailto:someone@example.org',
])('%s leads somewhere', (href) => {
  expect(problemsOf(checkLinks, `## Here\n\n[x](${href})\n`, { files })).toEqual([]);
});

test.each([
  ['../gone.md', 'no file docs/gone.md'],
  ['glossary.md', 'no file docs/chapters/glossary.md'],
  ['../glossary.md#gone', 'no heading #gone in docs/glossary.md'],
  ['../glossary.md#frame-2', 'no heading #frame-2 in docs/glossary.md'],
  ['#gone', `no heading #gone in ${PAGE}`],
  ['../../packages/03-codec/src/a.ts', 'leaves docs/, which is all the site has'],
])('%s does not', (href, what) => {
  expect(problemsOf(checkLinks, `## Here\n\n[x](${href})\n`, { files })).toEqual([
    `${PAGE}:3: ${href}: ${what}`,
  ]);
});

test('links in tables and lists are found too', () => {
  const page = '| a |\n| - |\n| [x](gone.md) |\n\n- one\n- [y](#gone)\n';
  expect(problemsOf(checkLinks, page, { files })).toEqual([
    `${PAGE}:3: gone.md: no file docs/chapters/gone.md`,
    `${PAGE}:6: #gone: no heading #gone in ${PAGE}`,
  ]);
});

test('a README may lead anywhere in the repository, and its anchors are GitHub’s', () => {
  const file = 'README.md';
  const page =
    '## 1 Start\n\n[a](packages/03-codec) [b](packages/03-codec/src/a.ts) [c](#1-start) [d](docs/protocol.md#_1-connection)\n';
  expect(problemsOf(checkLinks, page, { file, files })).toEqual([]);
  expect(problemsOf(checkLinks, '[a](packages/04-resp)', { file, files })).toEqual([
    'README.md:1: packages/04-resp: no file packages/04-resp',
  ]);
  expect(problemsOf(checkLinks, '[a](packages/03-codec/src/a.ts#x)', { file, files })).toEqual([
    'README.md:1: packages/03-codec/src/a.ts#x: only pages have headings',
  ]);
});

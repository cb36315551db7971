// How the editor is started. The editor is a shell script that prints its arguments.

import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findChapter } from '../chapters';
import { makeContext, type FakeContext } from '../testing/fake-context';
import { makeRoot } from '../testing/make-root';
import { open } from './open';

const SNIPPETS = `
<<< ../../packages/posix/src/socket.ts#a
<<< ../../packages/03-codec/src/varint.ts
<<< ../../packages/03-codec/src/decoder.ts#push
<<< ../../packages/03-codec/src/decoder.ts#next
`;
const SOURCE = `\n// #region push\npush();\n// #endregion push\n// #region next\nnext();\n// #endregion next\n`;
const PAGE = 'docs/chapters/03-codec.md';

function visit({ page = SNIPPETS, interactive = true, env = {} } = {}): FakeContext {
  const root = makeRoot({
    [PAGE]: page,
    'packages/03-codec/src/varint.ts': 'varint();\n',
    'packages/03-codec/src/server.ts': 'serve();\n',
    'packages/03-codec/src/decoder.ts': SOURCE,
    'bin/none': '',
  });
  const PATH = path.join(root, 'bin');
  return { ...makeContext(root), interactive, env: { PATH, ...env } };
}

/**
 * An editor of this name, first in the path, that writes its arguments to the file
 * `opened`.
 */
function makeEditor({ root }: FakeContext, name: string): () => string[] {
  const file = path.join(root, 'bin', name);
  writeFileSync(file, '#!/bin/sh\nprintf "%s\\n" "$@" > opened\nexit 5\n');
  chmodSync(file, 0o755);
  return () => readFileSync(path.join(root, 'opened'), 'utf8').split('\n').slice(0, -1);
}

const codec = findChapter('codec');

test.each([
  ['the file shown most', SNIPPETS, 'src/decoder.ts:3'],
  ['the server', `${SNIPPETS}<<< ../../packages/03-codec/src/server.ts\n`, 'src/server.ts:1'],
  [
    'the file that the front matter names',
    `---\ncentral: src/varint.ts\n---\n${SNIPPETS}`,
    'src/varint.ts:1',
  ],
])('without an editor the page and %s are printed', async (_, page, place) => {
  const context = visit({ page });
  expect(await open(context, codec)).toBe(0);
  expect(context.written.join('')).toBe(`${PAGE}\npackages/03-codec/${place}\n`);
});

test('VS Code, where it is installed, opens both, the file at the line', async () => {
  const context = visit();
  const opened = makeEditor(context, 'code');
  expect(await open(context, codec)).toBe(5);
  expect(opened()).toEqual(['-g', PAGE, 'packages/03-codec/src/decoder.ts:3']);
});

test.each(['VISUAL', 'EDITOR'])('$%s comes first, with its own arguments', async (name) => {
  const context = visit({ env: { [name]: 'mine --wait' } });
  makeEditor(context, 'code');
  const opened = makeEditor(context, 'mine');
  await open(context, codec);
  expect(opened()).toEqual(['--wait', PAGE, 'packages/03-codec/src/decoder.ts']);
});

test('without a terminal no editor is started', async () => {
  const context = visit({ interactive: false });
  makeEditor(context, 'code');
  expect(await open(context, codec)).toBe(0);
});

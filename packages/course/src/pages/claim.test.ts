import { describeClaim, tableKey } from './claim';
import { lexMarkdown, type NotesToken } from './markdown';
import { withNotes } from './notes';

const TABLES = { 'codec/a.test.ts › %s': { first: 'x'.repeat(200), rows: 1 } };

test.each([
  ['packages/03-codec/src/varint.test.ts', 'codec: varint.test.ts › t'],
  ['src/varint.test.ts', 'client: varint.test.ts › t'],
  ['packages/posix/src/deep/fork.test.ts', 'posix: deep/fork.test.ts › t'],
  ['packages/bench/scenarios/a.test.ts', 'bench: scenarios/a.test.ts › t'],
  ['tools/checks/links.test.ts', 'tools: checks/links.test.ts › t'],
])('%s is shown as %s', (file, shown) => {
  expect(describeClaim({ file, titles: ['t'] }, '07-client', TABLES)).toBe(shown);
});

test('a very long row is cut', () => {
  const claim = { file: 'packages/03-codec/src/deep/a.test.ts', titles: ['%s'] };
  expect(describeClaim(claim, undefined, TABLES)).toBe(
    `codec: deep/a.test.ts › ${'x'.repeat(160)}…`,
  );
  expect(tableKey(claim)).toBe('codec/a.test.ts › %s');
});

test('notes are at the end of their section, each test once, numbered through the page', () => {
  const tokens = withNotes(
    lexMarkdown(
      'a ✔ `a › 1` b ✔ `a › 2`\n\n- c ✔ `a › 1`\n\n## Next\n\nd ✔ `a › 1`\n\n## Last\n\ne',
    ),
  );
  expect(tokens.map(({ type }) => type).filter((type) => type !== 'space')).toEqual([
    'paragraph',
    'list',
    'notes',
    'heading',
    'paragraph',
    'notes',
    'heading',
    'paragraph',
  ]);
  const notes = tokens.filter(({ type }) => type === 'notes') as unknown as NotesToken[];
  expect(
    notes.map(({ claims }) => claims.map(({ number, titles }) => [number, ...titles])),
  ).toEqual([
    [
      [1, '1'],
      [2, '2'],
    ],
    [[3, '1']],
  ]);
});

import { madeUpRepo } from './repo';
import { ARCHITECTURE, checkRooms, roomsTable } from './rooms';

const manifest = (name: string, description: string) =>
  JSON.stringify({ name: `@bytes-up/${name}`, description });

const FILES = {
  'packages/posix/package.json': manifest('posix', 'System calls.'),
  'packages/03-codec/package.json': manifest('codec', 'Chapter 03: message protocols.'),
  'packages/03-codec/src/a.ts': "import { b } from '@bytes-up/posix';\nimport './c';",
  'packages/03-codec/src/a.test.ts': "import '@bytes-up/posix';\nimport '@bytes-up/testkit';",
  'packages/04-resp/package.json': manifest('resp', 'Chapter 04: gRPC.'),
  'packages/04-resp/src/demo/a.ts': "const { b } = require('@bytes-up/codec/package.json');",
  'packages/testkit/package.json': manifest('testkit', 'Starts processes.'),
  'docs/chapters/03-codec.md': '',
};

const TABLE = `
| package                            | what it is         | imports | tests and demos also |
| ---------------------------------- | ------------------ | ------- | -------------------- |
| [03-codec](chapters/03-codec.md)   | Message protocols. | posix   | testkit              |
| \`04-resp\`                          | gRPC.              |         | 03                   |
| \`posix\`                            | System calls.      |         |                      |
| \`testkit\`                          | Starts processes.  |         |                      |
`.trim();

const flat = (table: string): string => table.replace(/ +/g, ' ').replace(/-+/g, '-');

test('each package has a line, with what its sources import and what only its tests import', () => {
  expect(flat(roomsTable(madeUpRepo(FILES)))).toBe(flat(TABLE));
});

test('the page must have the current table', () => {
  const table = roomsTable(madeUpRepo(FILES));
  const check = (page: string): string[] =>
    checkRooms(madeUpRepo({ ...FILES, [ARCHITECTURE]: page }));
  expect(check(`<!-- rooms -->\n\n${table}\n\n<!-- /rooms -->\n`)).toEqual([]);
  expect(check(`<!-- rooms -->\n\n${table.replace('gRPC', 'RPC')}\n\n<!-- /rooms -->\n`)).toEqual([
    `${ARCHITECTURE}: npm run pages writes the table`,
  ]);
  expect(check('no marks')).toEqual([`${ARCHITECTURE}: no <!-- rooms --> … <!-- /rooms -->`]);
});

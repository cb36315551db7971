// What the pane calls a file, and the command that runs a test.

import { proveCommand, shortName } from '../.vitepress/theme/pane/source-link.js';

const NET = 'packages/12-single-process-async/src/net/connection.ts';
const EPOLL = 'packages/12-single-process-async/src/epoll/connection.ts';
const SERVER = 'packages/08-single-thread-sync/src/server.ts';
const KIT = 'packages/server-kit/src/server.ts';

test.each([
  ['a file of the chapter', NET, [NET, SERVER], 'connection.ts'],
  ['one of two with its name', NET, [NET, EPOLL], 'net/connection.ts'],
  ['a file of another chapter', SERVER, [NET, SERVER], '08 server.ts'],
  ['a file of another package', KIT, [SERVER, KIT], 'server-kit server.ts'],
])('%s', (_, file, all, expected) => {
  expect(shortName(file, all, '12-single-process-async')).toBe(expected);
});

test('a title is quoted for the shell', () => {
  expect(proveCommand("codec: a.test.ts › it's $1")).toBe(
    "npm start -- prove 'codec: a.test.ts › it'\\''s $1'",
  );
});

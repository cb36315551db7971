// Every page of docs/ and every README keeps what it promises. The checks themselves are
// tested beside them.

import path from 'node:path';
import { CHAPTERS, commandNames, createContext, roomsOf } from '@bytes-up/course';
import { checkBytes } from './checks/bytes';
import { checkClaims } from './checks/claims';
import { commandCheck } from './checks/commands';
import { checkDiffs } from './checks/diffs';
import { checkLinks } from './checks/links';
import { checkMinutes } from './checks/minutes';
import { readPage, type PageCheck } from './checks/page-file';
import { diskRepo } from './checks/repo';
import { checkRuns } from './checks/runs';
import { checkSevenServers } from './checks/seven-servers';
import { checkFrontMatter, checkSections } from './checks/shape';
import { checkPastedCode, checkSnippets } from './checks/snippets';
import { checkTableTitles } from './checks/table-titles';
import { checkTerms } from './checks/terms';

const ROOT = path.resolve(__dirname, '..');
const repo = diskRepo(ROOT);
const checkCommands = commandCheck({
  commands: commandNames(createContext()),
  has: (folder, room) =>
    CHAPTERS.some(
      (chapter) => chapter.folder === folder && roomsOf(ROOT, chapter)[room] !== undefined,
    ),
});

const CHECKS: Readonly<Record<string, PageCheck>> = {
  'has a complete front matter': checkFrontMatter,
  'has its sections in order': checkSections,
  'says how many minutes it takes': checkMinutes,
  'pulls code that is there': checkSnippets,
  'pastes no code': checkPastedCode,
  'shows what differs now': checkDiffs,
  'shows the runs as they were recorded': checkRuns,
  'shows the steps of the servers as they are': checkSevenServers,
  'links to what is there': checkLinks,
  'links a term where it comes first': checkTerms,
  'shows bytes that decode': checkBytes,
  'claims what a test proves': checkClaims,
  'knows the titles of table tests': checkTableTitles,
  'shows commands that exist': checkCommands,
};

const PAGES = repo.find(/^docs\/.*\.md$|^(?:packages\/[^/]+\/)?(?:README|CONTRIBUTING)\.md$/);

test('there are pages to check', () => {
  expect(PAGES).toEqual(
    expect.arrayContaining(['README.md', 'docs/glossary.md', 'docs/protocol.md']),
  );
});

describe.each(PAGES)('%s', (file) => {
  test.each(Object.keys(CHECKS))('%s', (name) => {
    expect(CHECKS[name]?.(readPage(repo, file), repo)).toEqual([]);
  });
});

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
import { originalOf, readPage, type PageCheck } from './checks/page-file';
import { diskRepo } from './checks/repo';
import { checkRuns } from './checks/runs';
import { checkSevenServers } from './checks/seven-servers';
import { checkFrontMatter, checkSections } from './checks/shape';
import { checkPastedCode, checkSnippets } from './checks/snippets';
import { checkTableTitles } from './checks/table-titles';
import { checkTerms } from './checks/terms';
import { checkTranslation } from './checks/translation';
import { checkTranslatedTerms } from './checks/translation-terms';

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

/** Of a page in another language. That it equals its original shows the rest. */
const CHECKS_OF_TRANSLATION: Readonly<Record<string, PageCheck>> = {
  'differs from its original in its prose only': checkTranslation,
  'calls a term what its glossary calls it': checkTranslatedTerms,
  'pulls code that is there': checkSnippets,
  'links to what is there': checkLinks,
  'claims what a test proves': checkClaims,
};

const PAGES = repo.find(/^docs\/.*\.md$|^(?:packages\/[^/]+\/)?(?:README|CONTRIBUTING)\.md$/);

test('there are pages to check', () => {
  expect(PAGES).toEqual(
    expect.arrayContaining(['README.md', 'docs/glossary.md', 'docs/protocol.md']),
  );
});

describe.each(PAGES)('%s', (file) => {
  const checks = originalOf(file) === undefined ? CHECKS : CHECKS_OF_TRANSLATION;
  test.each(Object.keys(checks))('%s', (name) => {
    expect(checks[name]?.(readPage(repo, file), repo)).toEqual([]);
  });
});

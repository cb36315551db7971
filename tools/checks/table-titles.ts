// Titles of table tests as jest prints them, for the claims that name one by its
// template. They are in docs/table-titles.json, which `npm run titles` writes from a run
// of jest.

import path from 'node:path';
import { tableKey, type Claim, type TableTitles } from '@bytes-up/course';
import type { JestResult } from '../test-run/jest-result';
import { findTestFile } from './claims';
import { problemAt, readPage, type PageCheck, type PageFile } from './page-file';
import type { Repo } from './repo';
import { findTests, type FoundTest } from './test-titles';

export const TITLES_FILE = 'docs/table-titles.json';
export const HOW = 'npm run titles writes them';

/** A claim whose test has a table. */
interface TableClaim {
  readonly key: string;
  readonly file: string;
  readonly titles: readonly string[];
  readonly tests: readonly FoundTest[];
}

export const checkTableTitles: PageCheck = (page, repo) => {
  const known = JSON.parse(repo.read(TITLES_FILE) ?? '{}') as TableTitles;
  return page.page.claims.flatMap((claim) => {
    const table = tableClaim(page, claim, repo);
    if (table === undefined || table.key in known) return [];
    return [problemAt(page, claim.line, `no titles of "${table.key}": ${HOW}`)];
  });
};

/** All claims of the pages that name a test with a table. */
export function tableClaims(repo: Repo): TableClaim[] {
  return repo.find(/^docs\/.*\.md$/).flatMap((file) => {
    const page = readPage(repo, file);
    return page.page.claims.flatMap((claim) => tableClaim(page, claim, repo) ?? []);
  });
}

function tableClaim(page: PageFile, claim: Claim, repo: Repo): TableClaim | undefined {
  const { titles } = claim;
  const file = findTestFile(page, claim.file, repo);
  if (file === undefined) return undefined;
  const tests = findTests(repo.read(file) ?? '').filter(
    ({ titles: all, tables }) =>
      all.slice(-titles.length).join('\n') === titles.join('\n') &&
      tables.slice(-titles.length).includes(true),
  );
  return tests.length === 0 ? undefined : { key: tableKey({ file, titles }), file, titles, tests };
}

/** What jest printed. Claims on files that did not run are left out. */
export function titlesOf(
  claims: readonly TableClaim[],
  result: JestResult,
  root: string,
): TableTitles {
  const files = new Map(result.testResults.map((file) => [path.relative(root, file.name), file]));
  const found = claims.flatMap(({ key, file, titles, tests }) => {
    const rows = (files.get(file)?.assertionResults ?? []).filter(({ location }) =>
      tests.some(({ from, to }) => location && from <= location.line && location.line <= to),
    );
    const names = rows.map(({ ancestorTitles = [], title = '' }) =>
      [...ancestorTitles, title].slice(-titles.length).join(' › '),
    );
    const [first] = names;
    return first === undefined ? [] : [[key, { first, rows: names.length }] as const];
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The stored titles that jest now prints differently, one line each. */
export function staleTitles(repo: Repo, printed: TableTitles): string[] {
  const known = JSON.parse(repo.read(TITLES_FILE) ?? '{}') as TableTitles;
  return Object.entries(printed).flatMap(([key, now]) => {
    const kept = known[key];
    if (kept?.first === now.first && kept.rows === now.rows) return [];
    const was = kept === undefined ? 'nothing' : `"${kept.first}", ${kept.rows} rows`;
    return [`${TITLES_FILE}: ${key}: ${was}, jest has "${now.first}", ${now.rows} rows`];
  });
}

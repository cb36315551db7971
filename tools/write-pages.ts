// `npm run pages`: rewrites what pages derive from the sources but cannot pull with
// `<<<`: the diffs between two chapters, the recorded runs, the minutes, the predictions,
// the steps of the seven servers, the tables of packages, of chapters and of routes.

import { existsSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { markdownTable, parsePage, routesTable, routesText } from '@bytes-up/course';
import { readRecorded, withPredictions, type Prediction } from '@bytes-up/testkit';
import { withFreshDiffs } from './checks/diffs';
import { withText } from './checks/marks';
import { withFreshMinutes } from './checks/minutes';
import { readPage } from './checks/page-file';
import { diskRepo } from './checks/repo';
import { ARCHITECTURE, roomsTable } from './checks/rooms';
import { withFreshRuns } from './checks/runs';
import { withFreshTranslation } from './checks/translated-text';
import { SEVEN_SERVERS, withFreshSteps } from './checks/seven-servers';

const README = 'README.md';
const START = 'docs/index.md';
const ROUTES = 'docs/routes.md';
const ROOT = resolve(__dirname, '..');
const repo = diskRepo(ROOT);

for (const file of repo.find(/^docs\/chapters\/.*\.md$/)) {
  const diffs = withFreshDiffs(readPage(repo, file), repo);
  const runs = withFreshRuns(readPage(repo, file), repo, diffs.text);
  const problems = [...diffs.problems, ...runs.problems];
  const predicted = withFreshPredictions(file, runs.text);
  const page = parsePage(predicted);
  write(file, { text: withFreshMinutes({ file, page }, predicted, repo), problems });
}
write(START, withFreshRuns(readPage(repo, START), repo));
const steps = withFreshSteps(repo.read(SEVEN_SERVERS) ?? '', repo);
const sevenRuns = withFreshRuns(readPage(repo, SEVEN_SERVERS), repo, steps.text);
write(SEVEN_SERVERS, { ...sevenRuns, problems: [...steps.problems, ...sevenRuns.problems] });
write(ARCHITECTURE, {
  text: withText(repo.read(ARCHITECTURE) ?? '', 'rooms', roomsTable(repo)),
  problems: [],
});
const readme = withText(repo.read(README) ?? '', 'chapters', markdownTable(ROOT).trim());
write(README, { text: withText(readme, 'routes', routesTable(ROOT)), problems: [] });
const routes = withText(repo.read(ROUTES) ?? '', 'routes', routesTable(ROOT));
write(ROUTES, { text: withText(routes, 'each route', routesText(ROOT)), problems: [] });

// Last, since what an original has reaches its translations.
const written = diskRepo(ROOT);
for (const file of written.find(/^docs\/zh\/.*\.md$/)) {
  write(file, { text: withFreshTranslation(readPage(written, file), written), problems: [] });
}

/** The page with the predictions of its chapter, if it has any. */
function withFreshPredictions(page: string, text: string): string {
  const chapter = basename(page, '.md');
  const folder = join(ROOT, 'packages', chapter, 'src/demo');
  if (!existsSync(join(folder, 'recorded.json'))) return text;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found on disk
  const { predictions } = require(join(folder, 'predictions.ts')) as {
    readonly predictions: readonly Prediction[];
  };
  const recorded = readRecorded(join(folder, 'recorded.json'));
  return withPredictions(text, parseInt(chapter, 10), predictions, recorded);
}

function write(file: string, { text, problems }: { text: string; problems: string[] }): void {
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  if (text === repo.read(file)) return;
  writeFileSync(join(ROOT, file), text);
  console.log(`${file}: written`);
}

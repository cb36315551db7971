// `npm run diffs`: rewrites what pages derive from source: the diffs between two regions, and
// the steps of the seven servers.

import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { withFreshDiffs } from './checks/diffs';
import { readPage } from './checks/page-file';
import { diskRepo } from './checks/repo';
import { SEVEN_SERVERS, withFreshSteps } from './checks/seven-servers';

const ROOT = resolve(__dirname, '..');
const repo = diskRepo(ROOT);

for (const file of [...repo.find(/^docs\/chapters\/.*\.md$/), SEVEN_SERVERS]) {
  const { text, problems } =
    file === SEVEN_SERVERS
      ? withFreshSteps(repo.read(file) ?? '', repo)
      : withFreshDiffs(readPage(repo, file), repo);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  if (text === repo.read(file)) continue;
  writeFileSync(join(ROOT, file), text);
  console.log(`${file}: written`);
}

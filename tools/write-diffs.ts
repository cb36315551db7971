// `npm run diffs`: writes the diffs on the pages anew, from the regions that they name.

import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { withFreshDiffs } from './checks/diffs';
import { readPage } from './checks/page-file';
import { diskRepo } from './checks/repo';

const ROOT = resolve(__dirname, '..');
const repo = diskRepo(ROOT);

for (const file of repo.find(/^docs\/chapters\/.*\.md$/)) {
  const { text, problems } = withFreshDiffs(readPage(repo, file), repo);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  if (text === repo.read(file)) continue;
  writeFileSync(join(ROOT, file), text);
  console.log(`${file}: written`);
}

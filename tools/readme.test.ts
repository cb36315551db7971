// The README marks what works from the truth on disk.

import path from 'node:path';
import { markdownTable } from '@bytes-up/course';
import { tableOf } from './checks/readme-table';
import { diskRepo } from './checks/repo';

const ROOT = path.resolve(__dirname, '..');

test('the chapter table is what `npm start -- list --markdown` prints', () => {
  const readme = diskRepo(ROOT).read('README.md') ?? '';
  expect(tableOf(readme)).toBe(markdownTable(ROOT).trim());
});

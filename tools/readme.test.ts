// The README and the architecture page show what is on disk.

import path from 'node:path';
import { markdownTable } from '@bytes-up/course';
import { between } from './checks/marks';
import { diskRepo } from './checks/repo';
import { checkRooms } from './checks/rooms';

const ROOT = path.resolve(__dirname, '..');

test('the chapter table is what `npm start -- list --markdown` prints', () => {
  const readme = diskRepo(ROOT).read('README.md') ?? '';
  expect(between(readme, 'chapters')).toBe(markdownTable(ROOT).trim());
});

test('the table of packages is what the sources import', () => {
  expect(checkRooms(diskRepo(ROOT))).toEqual([]);
});

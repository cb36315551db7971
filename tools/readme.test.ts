// The README, the architecture page and the page of routes show what is on disk.

import path from 'node:path';
import { markdownTable, routesTable, routesText } from '@bytes-up/course';
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

test('the routes are shown as the runner has them', () => {
  const repo = diskRepo(ROOT);
  const page = repo.read('docs/routes.md') ?? '';
  expect(between(repo.read('README.md') ?? '', 'routes')).toBe(routesTable(ROOT));
  expect(between(page, 'routes')).toBe(routesTable(ROOT));
  expect(between(page, 'each route')).toBe(routesText(ROOT));
});

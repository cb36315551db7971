// The packages of this repository import each other as the course's order allows.

import path from 'node:path';
import { checkBoundaries } from './checks/boundaries';
import { diskRepo } from './checks/repo';

test('every import is allowed, declared and referenced', () => {
  expect(checkBoundaries(diskRepo(path.resolve(__dirname, '..')))).toEqual([]);
});

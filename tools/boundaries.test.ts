// The files of this repository import each other only as the course's order allows.

import path from 'node:path';
import { checkBoundaries } from './checks/boundaries';
import { checkCommentWidth } from './checks/comment-width';
import { findCycles } from './checks/cycles';
import { diskRepo } from './checks/repo';
import { checkStartingProcesses } from './checks/starting-processes';
import { checkTestingAndDemo } from './checks/testing-and-demo';

const repo = diskRepo(path.resolve(__dirname, '..'));

test('every import is allowed, declared and referenced', () => {
  expect(checkBoundaries(repo)).toEqual([]);
});

test('only tests import testing/, and testing/ imports no demo', () => {
  expect(checkTestingAndDemo(repo)).toEqual([]);
});

test('no comment is cut off in the pane beside a page', () => {
  expect(checkCommentWidth(repo)).toEqual([]);
});

/** Node looks for .js and .json before .ts, so it would load that file instead. */
test('no module has the name of a .js or .json file beside it', () => {
  const withoutEnding = (file: string): string => file.replace(/\.\w+$/, '');
  const modules = new Set(repo.find(/(?<!\.d)\.tsx?$/).map(withoutEnding));
  const hiding = repo.find(/\.(js|json)$/).filter((file) => modules.has(withoutEnding(file)));
  expect(hiding).toEqual([]);
});

test('tests start processes with testkit, or have a listed reason', () => {
  expect(checkStartingProcesses(repo)).toEqual([]);
});

test.each([
  'packages/05-protobuf',
  'packages/testkit',
  'packages/conformance',
  'packages/server-kit',
])('%s has no import cycle', (folder) => {
  expect(findCycles(repo, folder)).toEqual([]);
});

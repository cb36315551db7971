import path from 'node:path';
import { diskRepo } from '../checks/repo';
import { DECLARED, declarationOf, howToRun, portOf } from './how-to-run';
import { printedCommands } from './printed-commands';

const repo = diskRepo(path.resolve(__dirname, '../..'));
const PRINTED = repo
  .find(/^docs\/chapters\/.*\.md$/)
  .flatMap((file) => printedCommands(file, repo.read(file) ?? ''));

test('the lines of shell blocks are the commands of a page, with their locations', () => {
  const page =
    '# A\n\n```sh\nnpm start -- demo 3   # once\n\nnpm test\n```\n\n```text\nnot this\n```\n';
  expect(printedCommands('docs/a.md', page)).toEqual([
    { command: 'npm start -- demo 3', at: 'docs/a.md:4' },
    { command: 'npm test', at: 'docs/a.md:6' },
  ]);
});

test.each([
  ['npm start -- demo 3', { kind: 'to its end', code: 0 }],
  ['npm start -- exercise 03-varint', { kind: 'exercise', id: '03-varint' }],
  ['npm start -- exercise --diff 03-varint', { kind: 'exercise', id: '03-varint' }],
  ['npm start -- serve 12 --port 8080', { kind: 'until ctrl-C' }],
  ['npm start -- run my/rpc/server.ts --port 8080', { kind: 'until ctrl-C' }],
  ['npm start -- zookeeper --real --nodes 3', { kind: 'not here' }],
])('%s', (command, how) => {
  expect(howToRun(command)).toMatchObject(how);
});

test('every declaration is about a command that a page prints', () => {
  const used = new Set(PRINTED.map(({ command }) => declarationOf(command)));
  expect(DECLARED.filter((declared) => !used.has(declared))).toEqual([]);
});

test('every command that is expected to fail has a reason', () => {
  for (const { how, why } of DECLARED)
    if ('code' in how && how.code !== 0) expect(why).toMatch(/\w/);
});

test('a server on a page names its port, so that an earlier one on that port is stopped first', () => {
  const servers = PRINTED.filter(({ command }) => /^npm start -- serve /.test(command));
  expect(servers.length).toBeGreaterThan(10);
  expect(servers.filter(({ command }) => portOf(command) === undefined)).toEqual([]);
});

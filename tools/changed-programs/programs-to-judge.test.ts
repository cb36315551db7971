import { resolve } from 'node:path';
import { programsToJudge } from './programs-to-judge';

const root = resolve(__dirname, '..', '..');
const ALL = [
  '08-rpc-server',
  '09-rpc-blocking',
  '09-rpc-threads',
  '10-rpc-processes',
  '11-rpc-prefork',
  '12-rpc-epoll',
  '13-rpc-prefork-async',
  '14-rpc-passing',
  '15-rpc-registered',
  '17-rpc-supervised',
];
const EPOLL = 'packages/12-single-process-async/exercises/rpc-epoll';

test.each([
  [`${EPOLL}/wrong.ts`],
  [`${EPOLL}/start.ts`],
  [`${EPOLL}/about.json`],
  [`${EPOLL}/judge/the-stop.ts`],
])('a change of %s affects that program', (file) => {
  expect(programsToJudge(root, [file])).toEqual(['12-rpc-epoll']);
});

test('a change of a solution affects the programs that import it', () => {
  expect(programsToJudge(root, [`${EPOLL}/solution.ts`])).toEqual([
    '12-rpc-epoll',
    '13-rpc-prefork-async',
    '14-rpc-passing',
  ]);
  const frames = 'packages/03-codec/exercises/rpc-frames/solution.ts';
  expect(programsToJudge(root, [frames])).toEqual(ALL);
});

test('a change of what several judges share affects all programs', () => {
  const clients = 'packages/conformance/src/for-exercises/clients.ts';
  expect(programsToJudge(root, [clients])).toEqual(ALL);
});

test.each([
  [`${EPOLL}/task.md`],
  [`${EPOLL}-2/wrong.ts`],
  ['packages/12-single-process-async/exercises/write-buffer/wrong.ts'],
  ['packages/06-request-id/exercises/rpc-ids/wrong.ts'],
  ['packages/conformance/src/for-exercises/explain.test.ts'],
  ['README.md'],
])('a change of %s affects none', (file) => {
  expect(programsToJudge(root, [file])).toEqual([]);
});

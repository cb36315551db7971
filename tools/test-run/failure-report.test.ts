import { failureReport } from './failure-report';

const failure = { project: 'codec', file: 'packages/03-codec/src/a.test.ts', from: 5, to: 7 };
const meanwhile = (from: number, to: number): string => `busy from ${from} to ${to}`;

test('what failed, whether it passes alone, the command, the machine', () => {
  const failures = [
    { ...failure, title: 'outer\n  row 1', passesAlone: true },
    { ...failure, passesAlone: false },
  ];
  expect(failureReport([{ name: 'lint', command: 'npm run lint' }], failures, meanwhile)).toEqual([
    '✗ lint',
    '  npm run lint',
    '✗ packages/03-codec/src/a.test.ts › outer row 1',
    '  passes alone: not to be trusted',
    "  npx jest --selectProjects codec --runTestsByPath packages/03-codec/src/a.test.ts -t '^outer\\n  row 1$'",
    '  meanwhile: busy from 5 to 7',
    '✗ packages/03-codec/src/a.test.ts (the file as a whole)',
    '  fails alone too',
    '  npx jest --selectProjects codec --runTestsByPath packages/03-codec/src/a.test.ts',
    '  meanwhile: busy from 5 to 7',
  ]);
});

test('of many failures the first twenty, and how many more', () => {
  const many = Array.from({ length: 259 }, () => failure);
  const lines = failureReport([], many, meanwhile);
  expect(lines).toHaveLength(20 * 4 + 1);
  expect(lines.at(-1)).toBe('and 239 more, which were not run alone');
});

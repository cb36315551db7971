// What jest reports for a server that cannot be judged: one failure that says why, and
// everything else skipped.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

function jestRuns(fixture: string): { report: Report; failed: string; why: string } {
  const args = [
    join(require.resolve('jest/package.json'), '..', 'bin/jest.js'),
    ...['--rootDir', join(__dirname, '..'), '--testMatch', `**/unjudged/${fixture}.fixture.ts`],
    '--json',
  ];
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: join(__dirname, '..'),
    encoding: 'utf8',
  });
  const report = JSON.parse(stdout) as Report;
  const failed = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed');
  return {
    report,
    failed: failed.map(({ title }) => title).join(', '),
    why: failed.flatMap(({ failureMessages }) => failureMessages).join('\n'),
  };
}

test('a server that does not start is one failure; the cases are skipped', () => {
  const { report, failed, why } = jestRuns('no-server');
  expect(failed).toBe('the server starts');
  expect(why).toMatch(/LaunchError: expected the ready line .*, but it ended/);
  expect(report).toMatchObject({ numPassedTests: 0, numFailedTests: 1 });
  expect(report.numPendingTests).toBeGreaterThan(5);
});

test('a server that fails the first call fails that case; the others are skipped', () => {
  const { report, failed } = jestRuns('wrong-first-call');
  expect(failed).toMatch(/^2\.1\/ping /);
  expect(report).toMatchObject({ numPassedTests: 1, numFailedTests: 1, numPendingTests: 3 });
});

import { join } from 'node:path';
import { countsOf, failuresOf, timesOf, type JestFile } from './jest-result';
import { fakeResult } from './testing/fake-result';

const ROOT = join(__dirname, '..', '..');
const file: JestFile = {
  name: join(ROOT, 'packages/03-codec/src/other-ways/varint.test.ts'),
  status: 'failed',
  startTime: 1000,
  endTime: 9000,
  assertionResults: [
    { fullName: 'varint 300 is AC 02', status: 'passed', startAt: 2000, duration: 5 },
    { fullName: 'varint row 2', status: 'failed', startAt: 3000, duration: 40 },
    { fullName: 'varint row 3', status: 'failed', startAt: 4000, duration: null },
    { fullName: 'varint later', status: 'pending' },
  ],
};

describe('countsOf', () => {
  const counted = { numPassedTests: 7, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1 };

  test('a failure outside any test counts, and pending tests count as skipped', () => {
    expect(countsOf(fakeResult({ ...counted, numRuntimeErrorTestSuites: 1 }), 1)).toEqual({
      passed: 7,
      failed: 3,
      skipped: 4,
    });
  });

  test('jest that fails without a failed test is one failure', () => {
    expect(countsOf(fakeResult({}), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countsOf(fakeResult({ numPassedTests: 1 }), 0).failed).toBe(0);
  });
});

describe('failuresOf', () => {
  const place = { project: 'codec', file: 'packages/03-codec/src/other-ways/varint.test.ts' };

  test('each failed test, with its project and its time', () => {
    expect(failuresOf(fakeResult({ testResults: [file] }), ROOT)).toEqual([
      { ...place, title: 'varint row 2', from: 3000, to: 3040 },
      { ...place, title: 'varint row 3', from: 4000, to: 4000 },
    ]);
  });

  test('a file that failed outside any test is one failure without a title', () => {
    const broken = { ...file, assertionResults: [] };
    expect(failuresOf(fakeResult({ testResults: [broken] }), ROOT)).toEqual([
      { ...place, from: 1000, to: 9000 },
    ]);
  });

  test('none in a file that passed', () => {
    const passed = { ...file, status: 'passed', assertionResults: [] };
    expect(failuresOf(fakeResult({ testResults: [passed] }), ROOT)).toEqual([]);
  });
});

test('a file without a start time began with its first test', () => {
  expect(timesOf({ ...file, startTime: 9000 })).toEqual({ from: 2000, to: 9000 });
  expect(timesOf(file)).toEqual({ from: 1000, to: 9000 });
});

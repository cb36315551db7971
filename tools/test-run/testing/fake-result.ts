// A result of jest, made for a test.

import type { JestResult } from '../jest-result';

export function fakeResult(parts: Partial<JestResult>): JestResult {
  return {
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
    testResults: [],
    ...parts,
  };
}

// Shared by every package. swc compiles as tools/ts.cjs does, so tests run the code that
// the course runs.

// lerna forces colours on what it runs. What tests start would inherit that, and print
// figures that no test can read.
delete process.env.FORCE_COLOR;

// Behind a company's proxy, this names its certificates. Node reads them, and all that it
// brings with it, at every start, before the program: 75 ms of processor time in place of
// 25. The tests start thousands of programs, and none of them calls another machine.
delete process.env.NODE_EXTRA_CA_CERTS;

/**
 * Ends a test that hangs. Not a limit for slow tests: it is longer than any wait
 * inside of a test, which says what did not come. A test that is expected to fail
 * (tools/claims) may hang for less.
 */
const TEST_TIMEOUT_MS = Number(process.env.BYTES_UP_TEST_TIMEOUT_MS ?? 300_000);

/** @param {string} displayName the package's short name, printed before each test file */
module.exports = (displayName) => ({
  displayName,
  testEnvironment: require.resolve('./jest.environment.js'),
  testMatch: ['<rootDir>/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/build/'],
  testTimeout: TEST_TIMEOUT_MS,
  moduleNameMapper: {
    '^fast-check$': require.resolve('./jest.fast-check.js'),
    '^fast-check without a seed$': require.resolve('fast-check'),
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
});
module.exports.TEST_TIMEOUT_MS = TEST_TIMEOUT_MS;

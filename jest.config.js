// One jest run over every package and the repository's own checks (1.4 s against 8 s of
// start-up apart).
const { availableParallelism } = require('node:os');
const { TEST_TIMEOUT_MS } = require('./jest.config.base.js');

module.exports = {
  projects: ['<rootDir>/packages/*/jest.config.js', '<rootDir>/tools/jest.config.js'],
  // One test file for each core, and one more: many of them wait for processes and
  // clocks. With two more, a whole run took no less time.
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/jest.sequencer.js',
  testTimeout: TEST_TIMEOUT_MS,
};

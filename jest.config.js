// One jest run over every package and the repository's own checks (1.4 s against 8 s of
// start-up apart).
const { availableParallelism } = require('node:os');
const { TEST_TIMEOUT_MS } = require('./jest.config.base.js');

module.exports = {
  projects: ['<rootDir>/packages/*/jest.config.js', '<rootDir>/tools/jest.config.js'],
  // One test file for each core, and two more: many of them wait for processes and
  // clocks.
  maxWorkers: availableParallelism() + 2,
  testSequencer: '<rootDir>/jest.sequencer.js',
  testTimeout: TEST_TIMEOUT_MS,
};

// Node's environment, in which a test can skip others while the run goes on: when a
// server does not start, that is one failure, and what two hundred tests would have said
// of it is not known. A skipped test is counted as skipped.
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    /**
     * Full names of tests that shall not run: the titles of their describes and their
     * own, with a blank between.
     */
    this.global.skippedTests = new Set();
  }

  handleTestEvent({ name, test }) {
    if (name === 'test_start' && this.global.skippedTests.has(fullName(test))) test.mode = 'skip';
  }
};

function fullName({ name, parent }) {
  return parent === undefined || parent.name === 'ROOT_DESCRIBE_BLOCK'
    ? name
    : `${fullName(parent)} ${name}`;
}

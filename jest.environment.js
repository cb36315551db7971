// Node's environment, in which a test can skip others while the run goes on: when a
// server does not start, that is one failure, and what two hundred tests would have said
// of it is not known. A skipped test is counted as skipped.
//
// It also disables what a test file made of AsyncLocalStorage. Jest makes one for each
// file, and while it is enabled Node passes it on to every promise of the process: in
// the hundredth file of a worker, each promise took a hundred steps more.
const asyncHooks = require('node:async_hooks');
const { TestEnvironment } = require('jest-environment-node');

/** Those of the test file at hand: a worker runs one at a time. */
const storages = new Set();
/** Defined, not assigned: since Node 22 the property is a getter, and cannot be set. */
Object.defineProperty(asyncHooks, 'AsyncLocalStorage', {
  value: class extends asyncHooks.AsyncLocalStorage {
    constructor(...options) {
      super(...options);
      storages.add(this);
    }
  },
});

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

  async teardown() {
    await super.teardown();
    for (const storage of storages) storage.disable();
    storages.clear();
  }
};

function fullName({ name, parent }) {
  return parent === undefined || parent.name === 'ROOT_DESCRIBE_BLOCK'
    ? name
    : `${fullName(parent)} ${name}`;
}

// The order of the test files. jest knows how long each took last time, but in a fresh
// clone it goes by size, and the smallest files, those that run the whole conformance
// suite, take longest: begun last, they keep one core idle.
const { default: Sequencer } = require('@jest/test-sequencer');

module.exports = class extends Sequencer {
  sort(tests) {
    const runsServers = ({ path }) => /[./]conformance\.test\.ts$|mutants\.test\.ts$/.test(path);
    const sorted = super.sort(tests);
    return [...sorted.filter(runsServers), ...sorted.filter((test) => !runsServers(test))];
  }
};

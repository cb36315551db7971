// What takes minutes, `npm run test:soak`: the files named *.soak.ts of every package.
const { readdirSync } = require('node:fs');
const { join } = require('node:path');
const { TEST_TIMEOUT_MS } = require('./jest.config.base.js');

const packages = join(__dirname, 'packages');

module.exports = {
  projects: readdirSync(packages).map((name) => ({
    ...require(join(packages, name, 'jest.config.js')),
    rootDir: join(packages, name),
    testMatch: ['<rootDir>/**/*.soak.ts'],
  })),
  maxWorkers: 2,
  testTimeout: TEST_TIMEOUT_MS,
};

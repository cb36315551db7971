// The site's tests, in a headless browser and on what `npm run docs:build` left in dist.
// They are not part of `npm test`, which needs no build.
const base = require('../../jest.config.base.js');

const config = base('site');
module.exports = {
  ...config,
  // Imports name the compiled files, as Node's own loader wants it.
  moduleNameMapper: { ...config.moduleNameMapper, '^(\\.{1,2}/.*)\\.js$': '$1' },
  // One browser at a time: each takes both cores of a small machine.
  maxWorkers: 1,
};

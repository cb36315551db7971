// fast-check, as tests import it: with one seed, so that every run of `npm test` tries
// the same values, and red means that the code changed. The nightly run tries others.

const fc = require('fast-check without a seed'); // its name in jest.config.base.js

const { BYTES_UP_SEED: seed = '20260101' } = process.env;
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) });

module.exports = fc;

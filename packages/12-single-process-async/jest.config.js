module.exports = require('../../jest.config.base.js')('single-process-async');

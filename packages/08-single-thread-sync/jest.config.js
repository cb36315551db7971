module.exports = require('../../jest.config.base.js')('single-thread-sync');

module.exports = require('../../jest.config.base.js')('thread-per-connection');

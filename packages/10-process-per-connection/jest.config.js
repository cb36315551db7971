module.exports = require('../../jest.config.base.js')('process-per-connection');

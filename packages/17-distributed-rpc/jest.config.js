module.exports = require('../../jest.config.base.js')('distributed-rpc');

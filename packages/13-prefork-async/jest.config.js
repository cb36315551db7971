module.exports = require('../../jest.config.base.js')('prefork-async');

module.exports = require('../../jest.config.base.js')('embedded-zookeeper');

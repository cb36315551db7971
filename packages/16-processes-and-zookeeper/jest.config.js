module.exports = require('../../jest.config.base.js')('processes-and-zookeeper');

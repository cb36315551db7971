// One TypeScript file to JavaScript, by swc as ts-node runs it. Loading ts-node takes
// 0.3 s, most of it the TypeScript compiler, which only reads a tsconfig. So ts-node's
// options for swc are kept, and swc alone compiles a file, in 30 ms. Its output is kept
// too: a process whose files are all in the cache loads neither.
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { cached, COMPILER_FILES, madeOutsideOfWorkers, PROJECT } = require('./cache.cjs');
const { mapStacks } = require('./stacks.cjs');

/** What the output depends on besides the file itself. */
const compiler = createHash('sha256');
for (const file of COMPILER_FILES) compiler.update(readFileSync(file));
const COMPILER = compiler.digest('hex');

/**
 * In quotes, which end it: what maps a stack with this file in it looks for such a line
 * here too, and would read what follows as a map.
 */
const MAP_COMMENT = '//# sourceMappingURL=data:application/json;charset=utf-8;base64,';

let options;

/** The JavaScript of a file, with its source map inline. */
function compile(file) {
  const source = readFileSync(file, 'utf8');
  const key = createHash('sha256').update(`${COMPILER}\0${file}\0${source}`).digest('hex');
  return cached(`${key}.js`, () =>
    madeOutsideOfWorkers(__filename, file, () => {
      options ??= JSON.parse(cached(`${COMPILER}.options.json`, optionsOfTsNode));
      const { code, map } = require('@swc/core').transformSync(source, {
        ...options,
        filename: file,
      });
      return `${code}\n${inlineMap(map, file)}`;
    }),
  );
}

/** What ts-node passes to swc for the tsconfig of this hook, as JSON. */
function optionsOfTsNode() {
  // before ts-node installs its own, which knows only what this process compiles
  mapStacks();
  const service = require('ts-node').create({ project: PROJECT, swc: true });
  let passed;
  const transformSync = (source, { filename: _, ...rest }) => {
    passed = rest;
    return { code: source, map: '{}' };
  };
  require('ts-node/transpilers/swc')
    .create({ service, swc: { transformSync }, nodeModuleEmitKind: 'nodecjs' })
    .transpile('', { fileName: 'any.ts' });
  return JSON.stringify(passed);
}

/** The map as the last line of the code, with the file's whole path. */
function inlineMap(map, file) {
  const whole = JSON.stringify({ ...JSON.parse(map), file, sources: [file] });
  return MAP_COMMENT + Buffer.from(whole).toString('base64');
}

if (require.main === module) process.stdout.write(compile(process.argv[2]));

module.exports = { compile };

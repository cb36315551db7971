// The ts-node hook: `node -r ./tools/ts.cjs file.ts` runs TypeScript from source, from
// any folder. swc strips the types and does not check them; `tsc -b` checks, in `npm
// test`.
const inspector = require('node:inspector');
const Module = require('node:module');
const path = require('node:path');
const { getEnvironmentData, isMainThread, setEnvironmentData } = require('node:worker_threads');
const { packOf } = require('./hook/pack.cjs');
const { plainExports } = require('./hook/plain-exports.cjs');
const { mapStacksWhenNeeded } = require('./hook/stacks.cjs');

/**
 * The packs of the program, or of the file that a thread starts with, and of each file
 * that is required by a path which is known only then, such as a learner's.
 */
const code = {};
const resolved = {};

/**
 * A debugger needs the source maps, which a pack leaves out. If none is attached yet,
 * BYTES_UP_SOURCE_MAPS=1 requests them. Threads inherit the choice.
 */
const KEEPS_MAPS = 'bytes-up-source-maps';
if (isMainThread && (inspector.url() !== undefined || process.env.BYTES_UP_SOURCE_MAPS === '1')) {
  setEnvironmentData(KEEPS_MAPS, true);
}
const keepsMaps = getEnvironmentData(KEEPS_MAPS) === true;

function compile(file) {
  // loaded only when needed, which is rare
  return require('./hook/compile.cjs').compile(file);
}

Module._extensions['.ts'] = (module, file) => {
  if (!(file in code)) addPack(packOf(file));
  module._compile((keepsMaps ? undefined : code[file]) ?? compile(file), file);
  module.exports = plainExports(module.exports);
};

function addPack(pack) {
  Object.assign(code, pack.code);
  for (const [folder, files] of Object.entries(pack.resolved))
    resolved[folder] = { ...resolved[folder], ...files };
}

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
  const known = parent?.filename && resolved[path.dirname(parent.filename)]?.[request];
  return known || resolveFilename.call(this, request, parent, ...rest);
};

mapStacksWhenNeeded();

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
 * For the first TypeScript file loaded: the program, or the file that a thread starts
 * with.
 */
let pack;

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
  pack ??= packOf(file);
  module._compile((keepsMaps ? undefined : pack.code[file]) ?? compile(file), file);
  module.exports = plainExports(module.exports);
};

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
  const known = pack && parent?.filename && pack.resolved[path.dirname(parent.filename)]?.[request];
  return known || resolveFilename.call(this, request, parent, ...rest);
};

mapStacksWhenNeeded();

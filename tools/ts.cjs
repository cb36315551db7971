// The ts-node hook: `node -r ./tools/ts.cjs file.ts` runs TypeScript from source, from any folder.
// swc strips the types and does not check them; `tsc -b` checks, in `npm test`.
const Module = require('node:module');
const path = require('node:path');
const { packOf } = require('./hook/pack.cjs');
const { mapStacksWhenNeeded } = require('./hook/stacks.cjs');

/** Of the first TypeScript file that is loaded: the program, or what a worker thread was started with. */
let pack;

function compile(file) {
  return require('./hook/compile.cjs').compile(file); // loaded when it is needed, which is rare
}

Module._extensions['.ts'] = (module, file) => {
  pack ??= packOf(file);
  module._compile(pack.code[file] ?? compile(file), file);
};

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
  const known = pack && parent?.filename && pack.resolved[path.dirname(parent.filename)]?.[request];
  return known || resolveFilename.call(this, request, parent, ...rest);
};

mapStacksWhenNeeded();

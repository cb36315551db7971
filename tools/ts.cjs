// The ts-node hook: `node -r ./tools/ts.cjs file.ts` runs TypeScript from source, from any folder.
// swc strips the types and does not check them; `tsc -b` checks, in `npm test`. Loading ts-node takes 0.3 s, so what it
// made of a file is kept under node_modules/.cache: a process whose files are all there never loads it.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const ROOT = path.join(__dirname, '..');
const PROJECT = path.join(__dirname, 'tsconfig.ts-node.json');
const CACHE = path.join(ROOT, 'node_modules', '.cache', 'bytes-up-ts');

/** What the output depends on beside the file: the compiler's versions and its configuration, and what is done here. */
const compiler = createHash('sha256');
for (const file of [
  path.join(ROOT, 'node_modules', 'ts-node', 'package.json'),
  path.join(ROOT, 'node_modules', '@swc', 'core', 'package.json'),
  path.join(ROOT, 'tsconfig.base.json'),
  PROJECT,
  __filename,
]) {
  compiler.update(readFileSync(file));
}
const COMPILER = compiler.digest('hex');

let service;

function compile(source, file) {
  service ??= require('ts-node').create({ project: PROJECT, swc: true });
  return service.compile(source, file).replace(SOURCE_MAP, withoutContent);
}

/** The source map without its copy of the source: the file is there, and every process would decode the copy at start. */
const SOURCE_MAP = /(?<=^\/\/# sourceMappingURL=data:application\/json;charset=utf-8;base64,)\S+/m;

function withoutContent(base64) {
  const map = JSON.parse(Buffer.from(base64, 'base64').toString());
  delete map.sourcesContent;
  return Buffer.from(JSON.stringify(map)).toString('base64');
}

/** The output for a file, from the cache or into it. A cache that cannot be written is done without. */
function compiled(source, file) {
  const hash = createHash('sha256')
    .update(JSON.stringify([COMPILER, file, source]))
    .digest('hex');
  const entry = path.join(CACHE, `${hash}.js`);
  try {
    return readFileSync(entry, 'utf8');
  } catch {
    // Not there yet.
  }
  const output = compile(source, file);
  try {
    mkdirSync(CACHE, { recursive: true });
    const unfinished = `${entry}.${process.pid}`; // renamed when whole: other processes read and write here too
    writeFileSync(unfinished, output);
    renameSync(unfinished, entry);
  } catch {
    // A read-only checkout, a full disk.
  }
  return output;
}

Module._extensions['.ts'] = (module, file) => {
  module._compile(compiled(readFileSync(file, 'utf8'), file), file);
};
// ts-node's output carries its source map: stacks show the TypeScript lines.
process.setSourceMapsEnabled(true);

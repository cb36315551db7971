// All TypeScript files that a program can import, compiled and resolved, in one file of
// the cache. Finding, reading and checking a hundred modules one by one is most of what a
// start costs, and a server that serves each connection in a thread of its own pays it
// for each connection. The modules stay what they are: each has its own file name and
// runs when it is required.
const { statSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { cached, COMPILER_FILES, madeOutsideOfWorkers, ROOT } = require('./cache.cjs');

/**
 * npm writes it at each install: while it is unchanged, packages are found where they
 * were found.
 */
const INSTALLED = path.join(ROOT, 'node_modules', '.package-lock.json');
const REQUIRE = /\brequire\("([^"]+)"\)/g;
const SOURCE_MAP = /^\/\/# sourceMappingURL=.*$/m;

/**
 * @typedef {object} Pack
 * @property {Record<string, string>} stamps file or folder → when it was last changed,
 *   and its size
 * @property {Record<string, string>} code file → its JavaScript, without the source map
 * @property {Record<string, Record<string, string>>} resolved folder → what is required
 *   there → file
 */

/**
 * The pack of a program, from the cache, or made now if a file of it has changed. A
 * program outside this repository, such as a script that a test wrote, gets an empty one:
 * nothing should be kept of it.
 * @param {string} program the first TypeScript file that a process or a thread loads, or
 *   one that it requires by a path which no pack has
 * @returns {Pack}
 */
function packOf(program) {
  if (!program.startsWith(ROOT + path.sep)) return { stamps: {}, code: {}, resolved: {} };
  const name = `${encodeURIComponent(path.relative(ROOT, program))}.json`;
  let pack;
  const isGood = (text) => {
    const kept = JSON.parse(text);
    // in a copy of the repository the cache names the files of the original
    if (!(program in kept.code)) return false;
    if (Object.entries(kept.stamps).some(([file, stamp]) => stampOf(file) !== stamp)) return false;
    pack = kept;
    return true;
  };
  const make = () => JSON.stringify(makePack(program));
  const text = cached(name, () => madeOutsideOfWorkers(__filename, program, make), isGood);
  return pack ?? JSON.parse(text);
}

/** Follows every require of every file, also those that may never run. */
function makePack(program) {
  const { compile } = require('./compile.cjs');
  const pack = { stamps: {}, code: {}, resolved: {} };
  for (const file of [INSTALLED, ...COMPILER_FILES]) pack.stamps[file] = stampOf(file);
  const waiting = [program];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (file in pack.code) continue;
    const folder = path.dirname(file);
    // The folder too: from now on a require may find a new file there.
    for (const changing of [file, folder]) pack.stamps[changing] = stampOf(changing);
    pack.code[file] = compile(file).replace(SOURCE_MAP, '');
    const resolved = (pack.resolved[folder] ??= {});
    const { resolve } = Module.createRequire(file);
    for (const [, request] of pack.code[file].matchAll(REQUIRE)) {
      if (request in resolved || Module.isBuiltin(request)) continue;
      try {
        resolved[request] = resolve(request);
      } catch {
        continue; // the program fails at that line, if it ever comes there
      }
      if (resolved[request].endsWith('.ts')) waiting.push(resolved[request]);
    }
  }
  return pack;
}

function stampOf(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? 'none' : `${stat.mtimeMs} ${stat.size}`;
}

module.exports = { packOf };

if (require.main === module) {
  require('../ts.cjs'); // or require.resolve would find no .ts file
  process.stdout.write(JSON.stringify(packOf(process.argv[2])));
}

// What the hook keeps between runs, under node_modules/.cache. A cache that cannot be written is done without.
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..', '..');
const FOLDER = path.join(ROOT, 'node_modules', '.cache', 'bytes-up-ts');
const PROJECT = path.join(ROOT, 'tools', 'tsconfig.ts-node.json');

/** What decides how a file is compiled: the compiler's versions, its configuration, this hook. */
const COMPILER_FILES = [
  path.join(ROOT, 'node_modules', 'ts-node', 'package.json'),
  path.join(ROOT, 'node_modules', '@swc', 'core', 'package.json'),
  path.join(ROOT, 'tsconfig.base.json'),
  PROJECT,
  path.join(__dirname, 'cache.cjs'),
  path.join(__dirname, 'compile.cjs'),
  path.join(__dirname, 'pack.cjs'),
];

/** The text kept under a name, if there is one that is still good; otherwise the one made now, which is kept. */
function cached(name, make, isGood = () => true) {
  const entry = path.join(FOLDER, name);
  try {
    const text = readFileSync(entry, 'utf8');
    if (isGood(text)) return text;
  } catch {
    // Not there yet, or cut off by a full disk.
  }
  const text = make();
  try {
    mkdirSync(FOLDER, { recursive: true });
    // Renamed when it is whole: other processes and threads read and write here too.
    const unfinished = `${entry}.${process.pid}.${process.hrtime.bigint()}`;
    writeFileSync(unfinished, text);
    renameSync(unfinished, entry);
  } catch {
    // A read-only checkout, a full disk.
  }
  return text;
}

module.exports = { cached, COMPILER_FILES, PROJECT, ROOT };

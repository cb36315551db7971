// What the hook keeps between runs, under node_modules/.cache. If the cache
// cannot be written, the hook works without it.
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { isMainThread } = require('node:worker_threads');

const ROOT = path.join(__dirname, '..', '..');
const FOLDER = path.join(ROOT, 'node_modules', '.cache', 'bytes-up-ts');
const PROJECT = path.join(ROOT, 'tools', 'tsconfig.ts-node.json');

/**
 * What decides how a file is compiled: the compiler's versions, its configuration, this
 * hook.
 */
const COMPILER_FILES = [
  path.join(ROOT, 'node_modules', 'ts-node', 'package.json'),
  path.join(ROOT, 'node_modules', '@swc', 'core', 'package.json'),
  path.join(ROOT, 'tsconfig.base.json'),
  PROJECT,
  path.join(__dirname, 'cache.cjs'),
  path.join(__dirname, 'compile.cjs'),
  path.join(__dirname, 'pack.cjs'),
];

/**
 * The text kept under a name, if there is one that is still good; otherwise the one made
 * now, which is kept.
 */
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

/**
 * The text, made here, or in a worker thread by a process of its own: `node script
 * argument`, which prints it. swc keeps threads of its own, and the end of the first
 * worker that loaded it unloads it; the next one to load it would crash.
 */
function madeOutsideOfWorkers(script, argument, make) {
  if (isMainThread) return make();
  // here, because it takes a thread 2 ms to load, and few need it
  const { execFileSync } = require('node:child_process');
  // The program's own hooks and flags are none of the compiler's business.
  const env = { ...process.env, NODE_OPTIONS: '' };
  const options = { encoding: 'utf8', env, maxBuffer: Infinity };
  return execFileSync(process.execPath, [script, argument], options);
}

module.exports = { cached, COMPILER_FILES, madeOutsideOfWorkers, PROJECT, ROOT };

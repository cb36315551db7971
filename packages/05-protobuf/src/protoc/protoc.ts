// Runs protoc, if it is installed: whether it accepts some files, and what their
// descriptors are.

import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { WELL_KNOWN_FOLDER } from '../proto/load';
import type { Files } from './generate';

/** Other versions refuse different files, so only this one is used. */
const VERSION = 'libprotoc 3.21.12';
/** Kills a protoc that hangs. */
const TIMEOUT_MS = 60_000;

/** Why protoc cannot be used, or undefined if it can. */
export function whyNoProtoc(): string | undefined {
  const { stdout, error } = spawnSync('protoc', ['--version'], { encoding: 'utf8' });
  if (error !== undefined) return 'protoc is not installed (Debian: protobuf-compiler)';
  return stdout.trim() === VERSION ? undefined : `protoc is ${stdout.trim()}, not ${VERSION}`;
}

export interface Verdict {
  /** protoc's error. Undefined if it accepts `test.proto`. */
  readonly refusal: string | undefined;
  /** The FileDescriptorSet of `test.proto`, empty if it was refused. */
  readonly descriptors: Uint8Array;
}

/**
 * Runs protoc on the files in a temporary folder, with our copies of the well-known
 * files.
 */
export async function runProtoc(files: Files): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'bytes-up-protoc-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const out = join(folder, 'descriptors');
    const refusal = await run([`-I${folder}`, `-I${WELL_KNOWN_FOLDER}`, `-o${out}`, 'test.proto']);
    return { refusal, descriptors: refusal === undefined ? await readFile(out) : new Uint8Array() };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run(args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn('protoc', args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: TIMEOUT_MS,
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else if (code === 1) resolve(stderr);
      else reject(new Error(`protoc exited with ${code ?? signal}: ${stderr}`));
    });
  });
}

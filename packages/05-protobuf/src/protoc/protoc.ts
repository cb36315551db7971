// protoc, where it is installed: does it take some files, and what does it make of them?

import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { WELL_KNOWN_FOLDER } from '../proto/load';
import type { Files } from './generate';

/** What other versions refuse differs, so only this one is compared with. */
const VERSION = 'libprotoc 3.21.12';
/** A process that hangs must not hang the comparison, in milliseconds. */
const KILL_AFTER_MS = 60_000;

/** Undefined when protoc can be used; else in words, why not. */
export function whyNoProtoc(): string | undefined {
  const { stdout, error } = spawnSync('protoc', ['--version'], { encoding: 'utf8' });
  if (error !== undefined) return 'protoc is not installed (Debian: protobuf-compiler)';
  return stdout.trim() === VERSION ? undefined : `protoc is ${stdout.trim()}, not ${VERSION}`;
}

export interface Verdict {
  /** What protoc says against `test.proto`; undefined when it takes the file. */
  readonly refusal: string | undefined;
  /** A FileDescriptorSet of `test.proto`, empty when it was refused. */
  readonly descriptors: Uint8Array;
}

/**
 * Puts the files into a folder of their own, and removes it. The well-known files are
 * ours.
 */
export async function askProtoc(files: Files): Promise<Verdict> {
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
      timeout: KILL_AFTER_MS,
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(undefined);
      else if (code === 1) resolve(said);
      else reject(new Error(`protoc ended with ${code ?? signal}: ${said}`));
    });
  });
}

// Servers that exit by themselves: runs the learner's program with them, and finds out
// when they ran.

import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { ServerProcess, type Learner } from '@bytes-up/testkit';

export async function withoutReadiness(
  learner: Learner,
  flags: readonly string[],
  use: (program: ServerProcess) => Promise<void>,
): Promise<void> {
  const registry = new EmbeddedZooKeeper();
  await registry.start();
  const program = new ServerProcess([
    ...learner.command,
    ...['--zookeeper', registry.address],
    ...flags,
  ]);
  try {
    await use(program);
  } finally {
    await program.stop();
    await registry.stop();
  }
}

/** Prints when it ran, and exits at once. */
export const ENDS_AT_ONCE = path.join(__dirname, 'ends-at-once.ts');
/** Exits two seconds after its ready line. */
export const ENDS_LATER = path.join(__dirname, 'ends-later.ts');

/** A path for `--server`, behind which the judge exchanges the server for another. */
export class ServerLink {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'bytes-up-'));
  readonly file = path.join(this.#folder, 'server.ts');

  constructor(server: string) {
    symlinkSync(server, this.file);
  }

  /** The next start runs this one. */
  exchange(server: string): void {
    rmSync(this.file);
    symlinkSync(server, this.file);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** When its process began and ended, in milliseconds since the epoch. */
export interface Run {
  readonly fromMs: number;
  readonly toMs: number;
}

export function runsOf(program: ServerProcess): readonly Run[] {
  return program.log.flatMap((line) => {
    const [, from, to] = /^ran from (\d+) to (\d+)$/.exec(line) ?? [];
    return to === undefined ? [] : [{ fromMs: Number(from), toMs: Number(to) }];
  });
}

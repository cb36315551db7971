// Runs the learner's program with a server that never listens, and finds out when that
// ran.

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

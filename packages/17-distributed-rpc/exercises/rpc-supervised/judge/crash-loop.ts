// Runs the learner's program with a server that never listens, and finds out when that
// was started.

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

/** In milliseconds since the epoch. */
export function startsOf(program: ServerProcess): readonly number[] {
  return program.log.flatMap((line) => {
    const [, atMs] = /^started at (\d+)$/.exec(line) ?? [];
    return atMs === undefined ? [] : [Number(atMs)];
  });
}

// The learner's service with a ZooKeeper that runs in this process, and the course's own
// client, which calls it through that.

import { withServer } from '@bytes-up/conformance';
import { keyOf, ZooKeeper } from '@bytes-up/discovery';
import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import {
  CaseFailed,
  eventually,
  groupMembers,
  portsOf,
  type Learner,
  type ServerProcess,
} from '@bytes-up/testkit';
import { once } from 'node:events';
import { DistributedClient } from '../../../src/service';

export const SERVERS = 3;
/** In ms of machine time. */
const PATIENCE_MS = 5_000;
/** An hour, so that it times out on no machine: what is gone was removed. */
const SESSION_MS = 3_600_000;

export interface Service {
  readonly program: ServerProcess;
  readonly client: DistributedClient;
  readonly registry: EmbeddedZooKeeper;
}

/** Runs the service with three servers for the time of `use`. */
export async function withService(
  learner: Learner,
  flags: readonly string[],
  use: (service: Service) => Promise<void>,
): Promise<void> {
  const registry = new EmbeddedZooKeeper({ maxTimeoutMs: SESSION_MS });
  await registry.start();
  const client = new DistributedClient(registry.address, { sessionTimeoutMs: SESSION_MS });
  const own = ['--zookeeper', registry.address, '--session', String(SESSION_MS)];
  const all = ['--servers', String(SERVERS), ...own, ...flags];
  try {
    await withServer(learner, (_address, program) => use({ program, client, registry }), all);
  } finally {
    await client.close();
    await registry.stop();
  }
}

/** The servers that the client knows now: `127.0.0.1:43211`, in order. */
export function knownTo({ directory }: DistributedClient): readonly string[] {
  return directory.registered.map(keyOf).sort();
}

/**
 * Waits until the client knows so many servers, all of them as `isRight` says.
 * @throws CaseFailed, which tells what is in its list instead
 */
export async function expectKnown(
  given: string,
  { client }: Service,
  count: number,
  expected: string,
  isRight: (key: string) => boolean = () => true,
): Promise<readonly string[]> {
  const isThere = (): boolean => {
    const known = knownTo(client);
    return known.length === count && known.every(isRight);
  };
  if (await eventually(isThere, PATIENCE_MS)) return knownTo(client);
  const came = knownTo(client).join(', ') || 'none';
  throw new CaseFailed({ given, expected, came: `in the registry: ${came}` });
}

/** The process that listens there. @throws CaseFailed when none of the program does */
export function processOf(given: string, { program }: Service, key: string): number {
  const port = Number(key.slice(key.lastIndexOf(':') + 1));
  const pid = groupMembers(program.pid).find((each) => portsOf(each).includes(port));
  if (pid !== undefined) return pid;
  const expected = `a process of the program that listens on port ${port}`;
  throw new CaseFailed({ given, expected, came: 'none' });
}

/** The ports of the ready lines, in the order in which they were printed. */
export function printedPorts({ stdout }: ServerProcess): readonly number[] {
  return [...stdout.matchAll(/^listening on 127\.0\.0\.1:(\d+)$/gm)].map(([, port]) =>
    Number(port),
  );
}

/** Sessions of its own, for looking after the program has ended. */
export async function withZooKeeper<T>(
  { registry }: Service,
  use: (zookeeper: ZooKeeper) => Promise<T>,
): Promise<T> {
  const zookeeper = new ZooKeeper(registry.address);
  try {
    await once(zookeeper, 'connected');
    return await use(zookeeper);
  } finally {
    await zookeeper.close();
  }
}

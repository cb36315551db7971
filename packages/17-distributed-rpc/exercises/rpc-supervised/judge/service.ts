// Runs the learner's service with a ZooKeeper in this process, and the course's own
// client, which finds the servers there.

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
/** An hour, so that it never times out: a node that is gone was removed. */
const SESSION_MS = 3_600_000;

export interface Service {
  readonly program: ServerProcess;
  readonly client: DistributedClient;
  readonly registry: EmbeddedZooKeeper;
}

/** Runs the service with three servers, the default, while `use` runs. */
export async function withService(
  learner: Learner,
  flags: readonly string[],
  use: (service: Service) => Promise<void>,
): Promise<void> {
  const registry = new EmbeddedZooKeeper({ maxTimeoutMs: SESSION_MS });
  await registry.start();
  const client = new DistributedClient(registry.address, { sessionTimeoutMs: SESSION_MS });
  const own = ['--zookeeper', registry.address, '--session', String(SESSION_MS)];
  const all = [...own, ...flags];
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
 * Waits until the client knows `count` servers, and `isRight` accepts each of them.
 * @throws CaseFailed, which says which servers it knows instead
 */
export async function expectKnown(
  given: string,
  { client }: Service,
  count: number,
  expected: string,
  isRight: (key: string) => boolean = () => true,
  withinMs = PATIENCE_MS,
): Promise<readonly string[]> {
  const isThere = (): boolean => {
    const known = knownTo(client);
    return known.length === count && known.every(isRight);
  };
  if (await eventually(isThere, withinMs)) return knownTo(client);
  const came = knownTo(client).join(', ') || 'none';
  throw new CaseFailed({ given, expected, came: `in the registry: ${came}` });
}

/**
 * The process that listens there.
 * @throws CaseFailed when no process of the program does
 */
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

/**
 * Every server that has started has printed its ready line, and nothing else has been
 * printed.
 */
export function expectReadyLines(given: string, { program }: Service, count: number): void {
  const lines = program.stdout.trimEnd().split('\n');
  if (new Set(printedPorts(program)).size === count && lines.length === count) return;
  const expected = `${count} ready lines with different ports, and no other line`;
  throw new CaseFailed({ given, expected, came: lines.join(', ').slice(0, 200) });
}

/** Its own session, to look at the nodes after the program has exited. */
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

// The learner's program with a ZooKeeper that runs in this process, and what that has of
// it.

import { withServer, type Address } from '@bytes-up/conformance';
import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { CaseFailed, eventually, type Learner, type ServerProcess } from '@bytes-up/testkit';
import { once } from 'node:events';
import { DEFAULT_SERVICE, isServer } from '../../../src/registry/node-names';
import { ZooKeeper } from '../../../src/zookeeper/zookeeper';

/** In ms of machine time. The library waits up to a second before it connects again. */
const PATIENCE_MS = 4_000;
/** An hour, so that it times out on no machine: what is gone was removed. */
const SESSION_MS = 3_600_000;

export interface Played {
  readonly registry: EmbeddedZooKeeper;
  readonly address: Address;
  readonly server: ServerProcess;
}

/** Runs a registry for the time of `use`. */
export async function withRegistry(
  use: (registry: EmbeddedZooKeeper) => Promise<void>,
): Promise<void> {
  const registry = new EmbeddedZooKeeper({ maxTimeoutMs: SESSION_MS });
  await registry.start();
  try {
    await use(registry);
  } finally {
    await registry.stop();
  }
}

/** The learner with more words behind its command. */
export function withFlags(learner: Learner, ...flags: readonly string[]): Learner {
  return { ...learner, command: [...learner.command, ...flags] };
}

export function serveRegistered(
  learner: Learner,
  flags: readonly string[],
  use: (played: Played) => Promise<void>,
): Promise<void> {
  return withRegistry((registry) =>
    serveWith(registry.address, learner, flags, (address, server) =>
      use({ registry, address, server }),
    ),
  );
}

/** @param zookeeper the address of a registry, which may be away */
export function serveWith(
  zookeeper: string,
  learner: Learner,
  flags: readonly string[],
  use: (address: Address, server: ServerProcess) => Promise<void>,
): Promise<void> {
  const own = ['--zookeeper', zookeeper, '--session', String(SESSION_MS)];
  return withServer(withFlags(learner, ...own, ...flags), use);
}

/** A node of the service, as it is in the registry. */
export interface Node {
  readonly name: string;
  readonly data: string;
  /** Undefined for a node that is not ephemeral. */
  readonly session: bigint | undefined;
}

/** Looks with a session of its own, for the time of `use`. */
export async function withLooks<T>(
  registry: EmbeddedZooKeeper,
  use: (look: () => Promise<readonly Node[]>) => Promise<T>,
): Promise<T> {
  const zookeeper = new ZooKeeper(registry.address, { sessionTimeoutMs: SESSION_MS });
  try {
    await once(zookeeper, 'connected');
    return await use(() => nodesOf(zookeeper));
  } finally {
    await zookeeper.close();
  }
}

async function nodesOf(zookeeper: ZooKeeper): Promise<readonly Node[]> {
  const { root } = DEFAULT_SERVICE;
  const names = await zookeeper.children(root).catch((): string[] => []); // no root yet
  const nodes = names.map(async (name): Promise<Node | undefined> => {
    const path = `${root}/${name}`;
    const stat = await zookeeper.exists(path);
    if (stat === undefined) return undefined; // gone since
    const owner = stat.ephemeralOwner.readBigInt64BE();
    const data = (await zookeeper.data(path)).toString();
    return { name, data, session: owner === 0n ? undefined : owner };
  });
  return (await Promise.all(nodes)).filter((node) => node !== undefined);
}

/**
 * Waits until the service has so many nodes, all of them as `isRight` says.
 * @throws CaseFailed, which tells what is there instead
 */
export async function expectNodes(
  given: string,
  registry: EmbeddedZooKeeper,
  count: number,
  expected: string,
  isRight: (node: Node) => boolean = () => true,
): Promise<readonly Node[]> {
  return withLooks(registry, async (look) => {
    let nodes: readonly Node[] = [];
    const found = await eventually(async () => {
      nodes = await look();
      return nodes.length === count && nodes.every(isRight);
    }, PATIENCE_MS);
    if (found) return nodes;
    throw new CaseFailed({ given, expected, came: describe(nodes) });
  });
}

export function describe(nodes: readonly Node[]): string {
  const { root } = DEFAULT_SERVICE;
  const told = nodes.map(({ name, data, session }) => {
    const kind = session === undefined ? ', which is not ephemeral' : '';
    const form = isServer(name, DEFAULT_SERVICE) ? '' : ', which is not rpc and ten digits';
    return `${root}/${name} with ${data.slice(0, 80)}${form}${kind}`;
  });
  return told.length === 0 ? `no node below ${root}` : told.join('; ');
}

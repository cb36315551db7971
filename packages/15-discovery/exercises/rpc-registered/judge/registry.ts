// Runs the learner's program with a ZooKeeper that runs in this process, and looks at its
// nodes there.

import { withServer, type Address } from '@bytes-up/conformance';
import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { CaseFailed, eventually, type Learner, type ServerProcess } from '@bytes-up/testkit';
import { once } from 'node:events';
import { DEFAULT_SERVICE, isServer } from '../../../src/registry/node-names';
import { ZooKeeper } from '../../../src/zookeeper/zookeeper';
import { isCode } from '../../../src/zookeeper/zookeeper-error';

/** In ms of machine time. The library waits up to a second before it reconnects. */
const PATIENCE_MS = 4_000;
/** An hour, so that it never times out: a node that is gone was removed. */
const SESSION_MS = 3_600_000;

export interface Running {
  readonly registry: EmbeddedZooKeeper;
  readonly address: Address;
  readonly server: ServerProcess;
}

/** Runs a registry while `use` runs. */
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

/** The learner with more arguments appended to the command. */
export function withFlags(learner: Learner, ...flags: readonly string[]): Learner {
  return { ...learner, command: [...learner.command, ...flags] };
}

export function serveRegistered(
  learner: Learner,
  flags: readonly string[],
  use: (running: Running) => Promise<void>,
): Promise<void> {
  return withRegistry((registry) =>
    serveWith(registry.address, learner, flags, (address, server) =>
      use({ registry, address, server }),
    ),
  );
}

/** @param zookeeper the address of a registry, which may be down */
export function serveWith(
  zookeeper: string,
  learner: Learner,
  flags: readonly string[],
  use: (address: Address, server: ServerProcess) => Promise<void>,
): Promise<void> {
  const own = ['--zookeeper', zookeeper, '--session', String(SESSION_MS)];
  return withServer(withFlags(learner, ...own, ...flags), use);
}

/** A node of the service in the registry. */
export interface Node {
  readonly name: string;
  readonly data: string;
  /** Undefined for a node that is not ephemeral. */
  readonly session: bigint | undefined;
}

/** Looks at the nodes through its own session while `use` runs. */
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
  const nodes = names.map((name) => nodeOf(zookeeper, name));
  return (await Promise.all(nodes)).filter((node) => node !== undefined);
}

/** Undefined for a node that is removed meanwhile. */
async function nodeOf(zookeeper: ZooKeeper, name: string): Promise<Node | undefined> {
  const path = `${DEFAULT_SERVICE.root}/${name}`;
  const stat = await zookeeper.exists(path);
  if (stat === undefined) return undefined;
  try {
    const data = (await zookeeper.data(path)).toString();
    const owner = stat.ephemeralOwner.readBigInt64BE();
    return { name, data, session: owner === 0n ? undefined : owner };
  } catch (error) {
    if (isCode(error, 'NO_NODE')) return undefined;
    throw error;
  }
}

/**
 * Waits until the service has `count` nodes, and `isRight` accepts each of them.
 * @throws CaseFailed, which says which nodes exist instead
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
  const lines = nodes.map(({ name, data, session }) => {
    const kind = session === undefined ? ', which is not ephemeral' : '';
    const form = isServer(name, DEFAULT_SERVICE) ? '' : ', which is not rpc and ten digits';
    return `${root}/${name} with ${data.slice(0, 80)}${form}${kind}`;
  });
  return lines.length === 0 ? `no node below ${root}` : lines.join('; ');
}

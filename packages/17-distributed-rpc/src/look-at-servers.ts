// Asks the registry for the servers of a service, and each server whether it answers.

import { Client } from '@bytes-up/client';
import {
  isServer,
  parseEntry,
  verdictOn,
  ZooKeeperError,
  type ServerEntry,
  type ServiceName,
  type ZooKeeper,
} from '@bytes-up/discovery';
import { RpcError } from '@bytes-up/protocol';

/** In milliseconds. */
const ANSWERS_WITHIN_MS = 1_000;

/** What is asked of the registry. */
export type Registry = Pick<ZooKeeper, 'children' | 'data'>;

export interface SeenServer {
  /** The path of its node. */
  readonly node: string;
  /** Undefined for a node without a valid entry. */
  readonly entry: ServerEntry | undefined;
  readonly answers: string;
  readonly isWell: boolean;
}

/**
 * @returns the servers in the order of registration; empty if the service has no node
 * @throws ZooKeeperError if the registry does not answer
 */
export async function lookAtServers(
  zookeeper: Registry,
  service: ServiceName,
): Promise<readonly SeenServer[]> {
  const nodes = await nodesOf(zookeeper, service);
  const seen = await Promise.all(nodes.map((node) => lookAt(zookeeper, node)));
  return seen.filter((one) => one !== undefined);
}

async function nodesOf(
  zookeeper: Registry,
  { root, name }: ServiceName,
): Promise<readonly string[]> {
  const names = (await unlessGone(zookeeper.children(root))) ?? [];
  return names
    .filter((child) => isServer(child, { root, name }))
    .sort((a, b) => Number(a.slice(-10)) - Number(b.slice(-10)))
    .map((child) => `${root}/${child}`);
}

/**
 * A server need not have `ping`: UNIMPLEMENTED is an answer, too.
 * @returns undefined if the server has left the registry since its node was listed
 */
async function lookAt(zookeeper: Registry, node: string): Promise<SeenServer | undefined> {
  const data = await unlessGone(zookeeper.data(node));
  if (data === undefined) return undefined;
  let entry: ServerEntry;
  try {
    entry = parseEntry(data);
  } catch (error) {
    return { node, entry: undefined, answers: (error as Error).message, isWell: false };
  }
  return { node, entry, ...(await ask(entry)) };
}

async function ask(entry: ServerEntry): Promise<Pick<SeenServer, 'answers' | 'isWell'>> {
  const client = new Client(entry, { retries: { attempts: 1 } });
  const beganAtMs = performance.now();
  const tookMs = (): string => (performance.now() - beganAtMs).toFixed(1);
  try {
    await client.call('ping', null, { timeoutMs: ANSWERS_WITHIN_MS });
    return { answers: `in ${tookMs()} ms`, isWell: true };
  } catch (error) {
    const failed = RpcError.from(error);
    if (verdictOn(failed, true) === 'answered')
      return { answers: `in ${tookMs()} ms: ${failed.code}`, isWell: true };
    return { answers: `no: ${failed.message.replace(/^.*?: /, '')}`, isWell: false };
  } finally {
    void client.close(); // not awaited: a stopped server would delay it
  }
}

/** What the registry answers; undefined if the node does not exist. */
async function unlessGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ZooKeeperError && error.code === 'NO_NODE') return undefined;
    throw error;
  }
}

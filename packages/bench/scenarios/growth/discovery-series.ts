// Discovery while a service has more and more servers: a choice of each policy, the first
// reading of the list, and the news of one more server.

import { once } from 'node:events';
import {
  ConsistentHash,
  Directory,
  Health,
  KeptCandidates,
  LeastPending,
  RandomChoice,
  RoundRobin,
  SmoothWeightedRoundRobin,
  TwoChoices,
  WeightedRandom,
  ZooKeeper,
  type Candidate,
  type Policy,
} from '@bytes-up/discovery';
import { EmbeddedZooKeeper } from '@bytes-up/embedded-zookeeper';
import { LEVEL, nsPerUnit, type Series } from './series';

/** A node that goes with its session, with a number after its name. */
const EPHEMERAL_SEQUENTIAL = 3;
const READY_WITHIN_MS = 60_000;
const CHOICES = 200;
/** A binary search: ten steps among a thousand servers. */
const SEARCH = 0.3;

interface Options {
  readonly sizes: readonly number[];
  readonly minMs: number;
}

export function discoverySeries(options: Options): Series[] {
  return [...choiceSeries(options), candidateSeries(options), ...directorySeries(options)];
}

/**
 * Least pending compares a counter of every server, and in smooth weighted round robin
 * every server gains credit, for each choice. That is linear, and expected.
 */
function choiceSeries({ sizes, minMs }: Options): Series[] {
  const policies: readonly [string, () => Policy, number][] = [
    ['round robin', () => new RoundRobin(), SEARCH],
    ['random', () => new RandomChoice(), LEVEL],
    ['two choices', () => new TwoChoices(), LEVEL],
    ['weighted random', () => new WeightedRandom(), SEARCH],
    ['least pending', () => new LeastPending(), 1],
    ['smooth weighted round robin', () => new SmoothWeightedRoundRobin(), 1],
    ['consistent hash', () => new ConsistentHash(), SEARCH],
  ];
  return policies.map(([name, make, maxSlope]) => ({
    name: `choices: ${name}`,
    size: 'servers',
    cost: 'ns a choice',
    sizes,
    maxSlope,
    end: 'a directory keeps 1,000 servers by default',
    measure: (servers) => {
      const candidates = madeServers(servers);
      const policy = make();
      const choose = (): void => {
        for (let i = 0; i < CHOICES; i++) policy.choose(candidates, `call ${i}`);
      };
      choose(); // warm
      return nsPerUnit(choose, CHOICES, minMs);
    },
  }));
}

function madeServers(count: number): Candidate[] {
  return Array.from({ length: count }, (_, i) => ({
    key: `10.0.${i >> 8}.${i & 255}:8080`,
    weight: 100,
    pending: i % 7,
  }));
}

/** What a call asks before a policy chooses, while the first server is ejected. */
function candidateSeries({ sizes, minMs }: Options): Series {
  return {
    name: 'choices: the candidates',
    size: 'servers',
    cost: 'ns a choice',
    sizes,
    maxSlope: LEVEL,
    end: 'a directory keeps 1,000 servers by default',
    measure: (servers) => {
      const all = madeServers(servers);
      const health = new Health({ ejectMs: 600_000, maxEjectMs: 600_000 });
      for (let n = 0; n < 3; n++) health.failed(all[0]?.key ?? '');
      const candidates = new KeptCandidates<Candidate>(health);
      const ask = (): void => {
        for (let i = 0; i < CHOICES; i++) candidates.of(all);
      };
      ask(); // warm
      return nsPerUnit(ask, CHOICES, minMs);
    },
  };
}

function directorySeries({ sizes }: Options): Series[] {
  const common = { size: 'servers', sizes, end: 'a directory keeps 1,000 servers by default' };
  return [
    {
      ...common,
      name: 'directory: first reading of the list',
      cost: 'µs a server',
      maxSlope: LEVEL,
      measure: (servers) =>
        withRegistry(servers, async (zookeeper) => {
          const startMs = performance.now();
          const directory = await readDirectory(zookeeper);
          const elapsedMs = performance.now() - startMs;
          const known = directory.servers.length;
          directory.close();
          if (known !== servers) throw new Error(`expected ${servers} servers, got ${known}`);
          return (elapsedMs * 1_000) / servers;
        }),
    },
    {
      ...common,
      name: 'news: one more server',
      cost: 'µs until it is known',
      // ZooKeeper answers with the names of all children, so a part of it is linear
      maxSlope: 1,
      measure: (servers) =>
        // the last of `servers` is the one that comes
        withRegistry(servers - 1, async (zookeeper) => {
          const directory = await readDirectory(zookeeper);
          const changed = once(directory, 'changed');
          const startMs = performance.now();
          await register(zookeeper, servers);
          await changed;
          const elapsedMs = performance.now() - startMs;
          directory.close();
          return elapsedMs * 1_000;
        }),
    },
  ];
}

async function readDirectory(zookeeper: ZooKeeper): Promise<Directory> {
  const directory = new Directory(zookeeper);
  if (await directory.ready(READY_WITHIN_MS)) return directory;
  directory.close();
  throw new Error('the directory was not ready');
}

async function withRegistry<T>(
  servers: number,
  use: (zookeeper: ZooKeeper) => Promise<T>,
): Promise<T> {
  const server = new EmbeddedZooKeeper();
  await server.start();
  const zookeeper = new ZooKeeper(server.address, { sessionTimeoutMs: 60_000 });
  try {
    await once(zookeeper, 'connected');
    await zookeeper.mkdirp('/demo');
    for (let n = 1; n <= servers; n++) await register(zookeeper, n);
    return await use(zookeeper);
  } finally {
    await zookeeper.close();
    await server.stop();
  }
}

function register(zookeeper: ZooKeeper, port: number): Promise<string> {
  const entry = Buffer.from(JSON.stringify({ host: '127.0.0.1', port, weight: 100, version: '' }));
  return zookeeper.create('/demo/rpc', entry, EPHEMERAL_SEQUENTIAL);
}

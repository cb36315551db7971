// Stage 3: a registry that comes late, goes away, or lets the session expire.

import { expectPong, withClients } from '@bytes-up/conformance';
import { FaultyProxy } from '@bytes-up/embedded-zookeeper';
import { CaseFailed, eventually, type JudgedCase, type ServerProcess } from '@bytes-up/testkit';
import {
  describe,
  expectNodes,
  serveRegistered,
  serveWith,
  withLooks,
  withRegistry,
} from './registry';

const REGISTRY = 'Stage 3: the registry comes and goes';
/** In ms of machine time. */
const CONNECTS_WITHIN_MS = 5_000;
/** A program that creates a second node does so as soon as it is connected again. */
const SECOND_WITHIN_MS = 300;
const EXITS_WITHIN_MS = 5_000;

export const theRegistry: readonly JudgedCase<object>[] = [
  {
    title: 'without a registry it serves, and registers when there is one',
    section: REGISTRY,
    run: (_exports, learner) =>
      withRegistry(async (registry) => {
        await registry.stop(); // its port stays the same
        await serveWith(registry.address, learner, [], async (address) => {
          const given = 'no registry is there; a client';
          await withClients(address, 1, (client) => expectPong(`${given} pings`, client));
          await registry.start();
          await expectNodes('the registry starts after the server', registry, 1, 'one node');
        });
      }),
  },
  {
    title: 'after its session has expired there is a new node, each time',
    section: REGISTRY,
    run: (_exports, learner) =>
      serveRegistered(learner, [], async ({ registry }) => {
        let [node] = await expectNodes('the server listens', registry, 1, 'one node');
        for (const nth of ['first', 'second']) {
          registry.expire(node?.session ?? 0n);
          const given = `the ${nth} session expires`;
          const old = node?.name;
          [node] = await expectNodes(given, registry, 1, `one node besides ${old}`, isNot(old));
        }
      }),
  },
  {
    title: 'after its connection was cut it is the same node, and no second one',
    section: REGISTRY,
    run: (_exports, learner) =>
      withRegistry(async (registry) => {
        const proxy = new FaultyProxy(() => registry.address);
        await proxy.start();
        try {
          await serveWith(proxy.address, learner, [], async () => {
            const [node] = await expectNodes('the server listens', registry, 1, 'one node');
            const given = 'its connection to the registry is cut, and it connects again';
            proxy.cut();
            await expectConnects(given, proxy);
            await withLooks(registry, async (look) => {
              await eventually(async () => (await look()).length !== 1, SECOND_WITHIN_MS);
              const nodes = await look();
              if (nodes.length === 1 && nodes[0]?.name === node?.name) return;
              const expected = `${node?.name} alone: its session goes on`;
              throw new CaseFailed({ given, expected, came: describe(nodes) });
            });
          });
        } finally {
          await proxy.close();
        }
      }),
  },
  {
    title: 'a registry that is away does not hold the exit',
    section: REGISTRY,
    run: (_exports, learner) =>
      serveRegistered(learner, ['--leave', '0'], async ({ registry, server }) => {
        await expectNodes('the server listens', registry, 1, 'one node');
        await registry.stop();
        server.signal('SIGTERM');
        await expectExit0('the registry stops; SIGTERM', server);
      }),
  },
];

function isNot(old: string | undefined): (node: { readonly name: string }) => boolean {
  return ({ name }) => name !== old;
}

async function expectConnects(given: string, proxy: FaultyProxy): Promise<void> {
  await eventually(() => proxy.connections === 0, CONNECTS_WITHIN_MS);
  if (await eventually(() => proxy.connections > 0, CONNECTS_WITHIN_MS)) return;
  throw new CaseFailed({ given, expected: 'another connection', came: 'none' });
}

async function expectExit0(given: string, server: ServerProcess): Promise<void> {
  const exit = await server.exit(EXITS_WITHIN_MS);
  if (exit?.code === 0) return;
  const came = exit === undefined ? 'it runs on' : (exit.signal ?? `exit code ${exit.code}`);
  throw new CaseFailed({ given, expected: 'exit code 0', came });
}

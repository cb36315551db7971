// Stage 3: a registry that starts late, goes down, or expires the session.

import { expectPong, withClients } from '@bytes-up/conformance';
import { FaultyProxy } from '@bytes-up/embedded-zookeeper';
import {
  CaseFailed,
  eventually,
  readProc,
  tcpSockets,
  type JudgedCase,
  type ServerProcess,
} from '@bytes-up/testkit';
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
/** A program that creates a second node does so as soon as it reconnects. */
const SECOND_WITHIN_MS = 300;
const EXITS_WITHIN_MS = 5_000;

export const theRegistry: readonly JudgedCase<object>[] = [
  {
    title: 'it serves without a registry, and registers as soon as there is one',
    section: REGISTRY,
    run: (_exports, learner) =>
      withRegistry(async (registry) => {
        await registry.stop(); // its port stays the same
        await serveWith(registry.address, learner, [], async (address) => {
          const given = 'no registry is running; a client';
          await withClients(address, 1, (client) => expectPong(`${given} pings`, client));
          await registry.start();
          await expectNodes('the registry starts after the server', registry, 1, 'one node');
        });
      }),
  },
  {
    title: 'after its session expires there is a new node, each time',
    section: REGISTRY,
    run: (_exports, learner) =>
      serveRegistered(learner, [], async ({ registry }) => {
        let [node] = await expectNodes('the server listens', registry, 1, 'one node');
        for (const nth of ['first', 'second']) {
          registry.expire(node?.session ?? 0n);
          const given = `the ${nth} session expires`;
          const old = node?.name;
          [node] = await expectNodes(given, registry, 1, `one node, not ${old}`, isNot(old));
        }
      }),
  },
  {
    title: 'after its connection is cut the node is the same, and there is no second one',
    section: REGISTRY,
    run: (_exports, learner) =>
      withRegistry(async (registry) => {
        const proxy = new FaultyProxy(() => registry.address);
        await proxy.start();
        try {
          await serveWith(proxy.address, learner, [], async () => {
            const [node] = await expectNodes('the server listens', registry, 1, 'one node');
            const given = 'its connection to the registry is cut, and it reconnects';
            proxy.cut();
            await expectConnects(given, proxy);
            await withLooks(registry, async (look) => {
              await eventually(async () => (await look()).length !== 1, SECOND_WITHIN_MS);
              const nodes = await look();
              if (nodes.length === 1 && nodes[0]?.name === node?.name) return;
              const expected = `${node?.name} alone: its session continues`;
              throw new CaseFailed({ given, expected, came: describe(nodes) });
            });
          });
        } finally {
          await proxy.close();
        }
      }),
  },
  {
    title: 'a registry that is down does not delay the exit',
    section: REGISTRY,
    run: (_exports, learner) =>
      serveRegistered(learner, ['--leave', '0'], async ({ registry, server }) => {
        await expectNodes('the server listens', registry, 1, 'one node');
        const port = Number(registry.address.split(':').at(-1));
        await registry.stop();
        await eventually(() => !isConnectedTo(port), CONNECTS_WITHIN_MS); // it has noticed
        server.signal('SIGTERM');
        await expectExit0('the registry stops; SIGTERM', server);
      }),
  },
];

function isNot(old: string | undefined): (node: { readonly name: string }) => boolean {
  return ({ name }) => name !== old;
}

/** Whether a client of this registry has not closed its side yet. */
function isConnectedTo(port: number): boolean {
  const open = ['ESTABLISHED', 'CLOSE_WAIT'];
  return tcpSockets(readProc('/proc/net/tcp')).some(
    ({ remote, state }) => remote === port && open.includes(state),
  );
}

async function expectConnects(given: string, proxy: FaultyProxy): Promise<void> {
  await eventually(() => proxy.connections === 0, CONNECTS_WITHIN_MS);
  if (await eventually(() => proxy.connections > 0, CONNECTS_WITHIN_MS)) return;
  throw new CaseFailed({ given, expected: 'a new connection', came: 'none' });
}

async function expectExit0(given: string, server: ServerProcess): Promise<void> {
  const exit = await server.exit(EXITS_WITHIN_MS);
  if (exit?.code === 0) return;
  const came = exit === undefined ? 'it keeps running' : (exit.signal ?? `exit code ${exit.code}`);
  throw new CaseFailed({ given, expected: 'exit code 0', came });
}

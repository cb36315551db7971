// Stage 4: at SIGTERM it leaves the registry, keeps serving for a while, and stops.

import { expectInTime, expectPong, stopCases, withClients } from '@bytes-up/conformance';
import type { JudgedCase } from '@bytes-up/testkit';
import { expectNodes, serveRegistered, withFlags, withRegistry } from './registry';

const STOP = 'Stage 4: the stop';
/** They keep the server busy until the signal arrives. */
const SLOW_CALLS = [1, 2, 3].map((id) => ({ in: 'pi', params: 10_000_000, id }));

export const theStop: readonly JudgedCase<object>[] = [
  {
    title: 'first the entry is removed, and clients are still served',
    section: STOP,
    run: (_exports, learner) =>
      // Long enough for any machine. The case does not wait for the exit.
      serveRegistered(learner, ['--leave', '20000'], async ({ registry, address, server }) => {
        await expectNodes('the server listens', registry, 1, 'one node');
        await withClients(address, 1, async (early) => {
          await expectPong('a client pings', early);
          server.signal('SIGTERM');
          await expectNodes('--leave 20000, SIGTERM', registry, 0, 'the node to be gone at once');
          const given = 'SIGTERM, and the node is gone, but the 20 s are not over';
          await expectPong(`${given}; the client from before pings`, early);
          await withClients(address, 1, (late) => expectPong(`${given}; a new one pings`, late));
        });
        await server.stop(0);
      }),
  },
  {
    title: 'requests that the server received before it stops are answered',
    section: STOP,
    run: (_exports, learner) =>
      serveRegistered(learner, ['--leave', '0'], ({ address, server }) =>
        withClients(address, 1, async (client) => {
          await expectPong('a client pings', client);
          await client.send(...SLOW_CALLS);
          server.signal('SIGTERM');
          const given = `a client sends ${SLOW_CALLS.length} calls of pi; SIGTERM, --leave 0`;
          const count = SLOW_CALLS.length + 1;
          await expectInTime(given, `${SLOW_CALLS.length} answers`, client.receive(count));
        }),
      ),
  },
  ...stopCases(STOP).map((one) => ({
    ...one,
    run: (exports: object, learner: Parameters<typeof one.run>[1]) =>
      withRegistry(async ({ address }) =>
        one.run(exports, withFlags(learner, '--zookeeper', address, '--leave', '100')),
      ),
  })),
];

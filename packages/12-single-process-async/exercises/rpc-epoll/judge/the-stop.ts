// Stage 5: what the clients can expect at the stop.

import { expectInTime, stopCases, withClients, withServer } from '@bytes-up/conformance';
import type { JudgedCase } from '@bytes-up/testkit';

const STOP = 'Stage 5: the stop';
/** They keep the server busy until the signal has arrived. */
const SLOW_CALLS = [1, 2, 3].map((id) => ({ in: 'pi', params: 10_000_000, id }));
/** Far more bytes than one turn reads. */
const PINGS = Array.from({ length: 1_000 }, (_, id) => ({ in: 'ping', id: id + 4 }));

export const theStop: readonly JudgedCase<object>[] = [
  ...stopCases(STOP),
  {
    title: 'what has arrived before the signal is answered',
    section: STOP,
    run: (_exports, learner) =>
      withServer(learner, (address, server) =>
        withClients(address, 1, async (client) => {
          const calls = [...SLOW_CALLS, ...PINGS];
          const given = `a client sends ${SLOW_CALLS.length} calls of pi and ${PINGS.length} pings in one piece; SIGTERM`;
          await client.send(...calls); // by now the kernel has them
          server.signal('SIGTERM');
          await expectInTime(given, `${calls.length} answers`, client.receive(calls.length));
        }),
      ),
  },
];

// Stage 4, before the suite: more requests have arrived at the signal than one receive
// returns.

import { expectInTime, withClients, withServer } from '@bytes-up/conformance';
import {
  CaseFailed,
  eventually,
  frames,
  readProc,
  tcpSockets,
  type JudgedCase,
} from '@bytes-up/testkit';
import type { Blocking } from './blocking';
import { served } from './one-client';

/** All of the same size, together far more than a buffer for one receive. */
const CALLS = Array.from({ length: 4_000 }, () => ({ in: 'ping', params: 'x'.repeat(70) }));
const CALL_BYTES = frames(CALLS[0] ?? {}).length;
/** After it the kernel receives more at a time. */
const LARGE = { in: 'ping', params: 'x'.repeat(2_000_000) };
const ARRIVES_WITHIN_MS = 5_000;

export const arrived: JudgedCase<Blocking> = {
  title: 'all requests that have arrived at the signal are answered',
  section: 'Stage 4: the stop',
  run: (_exports, learner) =>
    withServer(served(learner), (address, server) =>
      withClients(address, 1, async (client) => {
        await expectInTime('a large ping', 'an answer', client.call(LARGE));
        const { localPort } = client.socket;
        const unread = (): number =>
          tcpSockets(readProc('/proc/net/tcp')).find(
            ({ local, remote }) => local === address.port && remote === localPort,
          )?.unreadBytes ?? 0;
        // What arrives now stays in the kernel.
        server.signal('SIGSTOP');
        let calls: number;
        try {
          client.send(...CALLS).catch(() => undefined);
          await eventually(() => unread() >= CALLS.length * CALL_BYTES, ARRIVES_WITHIN_MS);
          calls = Math.floor(unread() / CALL_BYTES);
          server.signal('SIGTERM');
        } finally {
          server.signal('SIGCONT');
        }
        const given = `${calls} calls of ${CALL_BYTES} bytes have arrived, then SIGTERM`;
        const ended = client.end();
        const answers = (await expectInTime(given, 'the end of the stream', ended)).length - 1;
        if (answers >= calls) return;
        throw new CaseFailed({ given, expected: `${calls} answers`, came: `${answers}` });
      }),
    ),
};

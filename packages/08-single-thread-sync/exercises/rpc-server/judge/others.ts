// Stage 3, before the suite: the end of one client must not affect the others.

import { expectInTime, withServer } from '@bytes-up/conformance';
import { CaseFailed, reset, TestClient, type JudgedCase } from '@bytes-up/testkit';

export const others: readonly JudgedCase<object>[] = [
  {
    title: 'a client that resets its connection does not affect the others',
    section: 'Stage 3: bodies and calls',
    run: (_exports, learner) =>
      withServer(learner, async (address) => {
        const given = 'a ping, its answer, a reset; then a ping of another client';
        const first = await TestClient.connect(address);
        await first.call({ in: 'ping', id: 1 }); // so that the server waits for bytes
        reset(first.socket);
        try {
          const other = await TestClient.connect(address);
          await other.call({ in: 'ping', id: 2 });
          other.close();
        } catch (error) {
          const expected = 'an answer to the other client';
          throw new CaseFailed({ given, expected, came: (error as Error).message });
        }
      }),
  },
  {
    title: 'a client that resets before it is accepted does not affect the others',
    section: 'Stage 3: bodies and calls',
    run: (_exports, learner) =>
      withServer(learner, async (address, server) => {
        const given = 'a client that connects and resets at once; then a ping of another client';
        // While the server is stopped, the kernel completes the connection.
        server.signal('SIGSTOP');
        try {
          reset((await TestClient.connect(address)).socket);
        } finally {
          server.signal('SIGCONT');
        }
        const other = await TestClient.connect(address);
        try {
          await expectInTime(
            given,
            'an answer to the other client',
            other.call({ in: 'ping', id: 1 }),
          );
        } finally {
          other.close();
        }
      }),
  },
];

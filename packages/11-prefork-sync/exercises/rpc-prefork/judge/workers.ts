// Stage 2: N workers before any client connects, and at most N clients at a time.

import { expectEnd, expectPong, withClients } from '@bytes-up/conformance';
import { CaseFailed, holdersOf, reset, TestClient, type JudgedCase } from '@bytes-up/testkit';
import { expectWorkers, WORKERS, withPool, workersOf } from './pool';

const STAGE = 'Stage 2: the workers';

export const workers: readonly JudgedCase<object>[] = [
  {
    title: 'the workers are running before any client connects',
    section: STAGE,
    run: (_exports, learner) =>
      withPool(learner, (_address, { pid }) => expectWorkers('before any client', pid)),
  },
  {
    title: 'as many clients are served at the same time as there are workers',
    section: STAGE,
    run: (_exports, learner) =>
      withPool(learner, (address, { pid }) =>
        withClients(address, WORKERS, async (...clients) => {
          for (const [at, client] of clients.entries())
            await expectPong(`${WORKERS} clients stay, client ${at + 1} sends a ping`, client);
          const busy = new Set(
            clients.flatMap(({ socket }) => holdersOf(pid, address.port, socket.localPort ?? 0)),
          );
          if (busy.size === WORKERS && !busy.has(pid)) return;
          throw new CaseFailed({
            given: `${WORKERS} clients stay`,
            expected: `each of ${WORKERS} workers to have one of the connections`,
            came: `${busy.size} processes have them${busy.has(pid) ? ', one of them the master' : ''}`,
          });
        }),
      ),
  },
  {
    title: 'the next client waits, and is served when another one leaves',
    section: STAGE,
    run: (_exports, learner) =>
      withPool(learner, (address, { pid }) =>
        withClients(address, WORKERS, async (...clients) => {
          for (const client of clients) await expectPong('a ping', client);
          await withClients(address, 1, async (next) => {
            const given = `${WORKERS} clients stay; client ${WORKERS + 1} sends a ping`;
            await next.send({ in: 'ping', params: 'waits', id: 0 });
            // Each worker has gone through its loop since then.
            for (const client of clients) await expectPong('another ping', client);
            const holders = holdersOf(pid, address.port, next.socket.localPort ?? 0);
            if (next.answers.length > 0 || holders.length > 0)
              throw new CaseFailed({
                given,
                expected: 'it to wait in the backlog',
                came: `${next.answers.length} answers, and ${holders.length} processes have its connection`,
              });
            clients[0]?.close();
            await next.receive(1);
            await expectPong(`${given}; client 1 leaves`, next);
          });
        }),
      ),
  },
  {
    title: 'a client that resets its connection does not end a worker',
    section: STAGE,
    run: (_exports, learner) =>
      withPool(learner, async (address, { pid }) => {
        await expectWorkers('before any client', pid);
        const before = workersOf(pid);
        for (let count = 0; count < WORKERS; count++) {
          const client = await TestClient.connect(address);
          await expectPong('a ping', client);
          reset(client.socket);
        }
        await withClients(address, WORKERS, async (...clients) => {
          const given = `${WORKERS} clients send a ping and reset their connections`;
          for (const client of clients) await expectPong(`${given}; the next sends one`, client);
          const left = before.filter((each) => workersOf(pid).includes(each)).length;
          if (left < WORKERS)
            throw new CaseFailed({ given, expected: 'the same workers', came: `${left} of them` });
          clients[0]?.socket.end();
          await expectEnd('a client closes its sending side', clients[0]!);
        });
      }),
  },
];

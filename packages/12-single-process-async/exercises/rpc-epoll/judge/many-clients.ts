// Stage 3: fifty clients in one process, which sleeps while nothing happens.

import {
  expectAsleep,
  expectClosedAfterFailures,
  expectInTime,
  expectPong,
  expectPongMeanwhile,
  withClients,
  withServer,
} from '@bytes-up/conformance';
import { CaseFailed, frames, groupMembers, numbersIn, type JudgedCase } from '@bytes-up/testkit';

const MANY = 'Stage 3: many clients';
const CLIENTS = 50;
const PING = frames({ in: 'ping', params: 'late', id: 'late' });
/** How much of the frame is sent at first. */
const HALF = 10;

export const manyClients: readonly JudgedCase<object>[] = [
  {
    title: 'a second client is answered while the first one stays',
    section: MANY,
    run: (_exports, learner) =>
      withServer(learner, (address) =>
        withClients(address, 2, async (first, second) => {
          await expectPong('client 1 sends a ping', first);
          await expectPong('client 1 stays connected, client 2 sends a ping', second);
          await expectPong('client 1 sends another ping', first);
        }),
      ),
  },
  {
    title: `${CLIENTS} clients are answered by one process`,
    section: MANY,
    run: (_exports, learner) =>
      withServer(learner, async (address, { pid }) => {
        const threadsBefore = threadsOf(pid);
        await withClients(address, CLIENTS, async (...clients) => {
          const [inside, others] = [clients.slice(0, CLIENTS / 2), clients.slice(CLIENTS / 2)];
          for (const client of inside) client.socket.write(PING.subarray(0, HALF));
          const given = `${CLIENTS} clients stay connected, ${inside.length} of them inside a frame`;
          for (const client of others)
            await expectPong(`${given}; another one sends a ping`, client);
          for (const client of inside) {
            client.socket.write(PING.subarray(HALF));
            const when = `${given}; one of them sends the rest of its frame`;
            await expectInTime(when, 'an answer', client.receive(1));
          }
          expectOneProcess(given, pid, threadsBefore);
        });
      }),
  },
  {
    title: 'descriptors of clients that have reset or closed the connection are closed',
    section: MANY,
    run: (_exports, learner) =>
      withServer(learner, (address, { pid }) => expectClosedAfterFailures(address, pid)),
  },
  {
    title: 'while nothing happens, the process sleeps',
    section: MANY,
    run: (_exports, learner) =>
      withServer(learner, (address, { pid }) =>
        withClients(address, CLIENTS, async (...clients) => {
          await expectPong('a client sends a ping', clients[0]!);
          await expectAsleep(`${CLIENTS} clients are connected and send nothing`, pid);
        }),
      ),
  },
  {
    title: 'a ping is answered while another client has many calls',
    section: MANY,
    run: (_exports, learner) =>
      withServer(learner, (address) =>
        withClients(address, 2, async (busy, other) => {
          await expectPong('client 1 sends a ping', busy);
          await expectPong('client 2 sends a ping', other);
          await expectPongMeanwhile(busy, other);
        }),
      ),
  },
];

function threadsOf(pid: number): number {
  return numbersIn(`/proc/${pid}/task`).length;
}

function expectOneProcess(given: string, pid: number, threadsBefore: number): void {
  const processes = groupMembers(pid).length;
  if (processes > 1)
    throw new CaseFailed({ given, expected: 'one process', came: `${processes} processes` });
  const threads = threadsOf(pid) - threadsBefore;
  // Node itself may have started a few.
  if (threads < CLIENTS / 2) return;
  throw new CaseFailed({
    given,
    expected: 'no thread for a client',
    came: `${threads} more threads`,
  });
}

// Stage 2: a process for each client, and what each of the two processes holds.

import { expectPong, expectPongMeanwhile, withClients, withServer } from '@bytes-up/conformance';
import {
  CaseFailed,
  eventually,
  groupMembers,
  holdersOf,
  type JudgedCase,
  type TestClient,
} from '@bytes-up/testkit';

const PROCESSES = 'Stage 2: a process for each client';
/** How long a process may take to close its copy, in ms of machine time. */
const CLOSES_WITHIN_MS = 2_000;

export const processes: readonly JudgedCase<object>[] = [
  {
    title: 'a second client is answered while the first one stays',
    section: PROCESSES,
    run: (_exports, learner) =>
      withServer(learner, (address, { pid }) =>
        withClients(address, 2, async (first, second) => {
          await expectPong('client 1 sends a ping', first);
          await expectPong('client 1 stays connected, client 2 sends a ping', second);
          const count = groupMembers(pid).length;
          if (count === 3) return;
          const expected = '3 processes: the parent and two children';
          throw new CaseFailed({ given: '2 clients stay', expected, came: `${count}` });
        }),
      ),
  },
  {
    title: 'only the child holds the connection',
    section: PROCESSES,
    run: (_exports, learner) =>
      withServer(learner, (address, { pid }) =>
        withClients(address, 1, async (client) => {
          await expectPong('a ping', client);
          await expectHolders('the connection', pid, address.port, portOf(client), false);
        }),
      ),
  },
  {
    title: 'only the parent holds the listening socket',
    section: PROCESSES,
    run: (_exports, learner) =>
      withServer(learner, (address, { pid }) =>
        withClients(address, 1, async (client) => {
          await expectPong('a ping', client);
          await expectHolders('the listening socket', pid, address.port, 0, true);
        }),
      ),
  },
  {
    title: 'a ping is answered while another client’s calls are being computed',
    section: PROCESSES,
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

export function portOf({ socket }: TestClient): number {
  return socket.localPort ?? 0;
}

/** @param port of the client; 0 for the listening socket */
async function expectHolders(
  what: string,
  parent: number,
  serverPort: number,
  port: number,
  byParent: boolean,
): Promise<void> {
  const holders = (): number[] => holdersOf(parent, serverPort, port);
  const isRight = (): boolean => holders().length === 1 && holders().includes(parent) === byParent;
  if (await eventually(isRight, CLOSES_WITHIN_MS)) return;
  const names = holders().map((pid) => (pid === parent ? 'the parent' : 'a child'));
  throw new CaseFailed({
    given: `a client stays; who has ${what} open, in /proc/PID/fd`,
    expected: byParent ? 'the parent' : 'a child',
    came: names.join(' and ') || 'no process of the server',
  });
}

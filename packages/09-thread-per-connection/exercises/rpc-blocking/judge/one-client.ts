// Stage 2: serveConnection, with one client that stays and with clients one after the
// other.

import path from 'node:path';
import {
  expectClosedAfterFailures,
  expectPong,
  expectWholeAnswers,
  withClients,
  withServer,
} from '@bytes-up/conformance';
import {
  CaseFailed,
  numbersIn,
  typescriptCommand,
  type JudgedCase,
  type Learner,
} from '@bytes-up/testkit';
import type { Blocking } from './blocking';

const CALLS = 'Stage 2: a client';
const IN_TURN = 20;

/** The learner's functions as a server. */
export function commandOf({ file }: Pick<Learner, 'file'>): readonly string[] {
  return typescriptCommand(path.join(__dirname, 'serve-one-by-one.ts'), file);
}

export const oneClient: readonly JudgedCase<Blocking>[] = [
  {
    title: 'a ping is answered',
    section: CALLS,
    run: (_exports, learner) =>
      withServer(served(learner), (address) =>
        withClients(address, 1, (client) => expectPong('a ping', client)),
      ),
  },
  {
    title: 'when a client has left, its descriptor is closed and the next one is served',
    section: CALLS,
    run: (_exports, learner) =>
      withServer(served(learner), async (address, { pid }) => {
        const open = (): number => numbersIn(`/proc/${pid}/fd`).length;
        const before = open();
        for (let count = 1; count <= IN_TURN; count++)
          await withClients(address, 1, (client) =>
            expectPong(`client ${count} sends a ping, after those before have left`, client),
          );
        // the last one may still be open, and one that is being closed
        if (open() <= before + 2) return;
        throw new CaseFailed({
          given: `${IN_TURN} clients, one after the other`,
          expected: `${before} open descriptors, as before`,
          came: `${open()}`,
        });
      }),
  },
  {
    title: 'so is the descriptor of a client that has reset or closed the connection',
    section: CALLS,
    run: (_exports, learner) =>
      withServer(served(learner), (address, { pid }) => expectClosedAfterFailures(address, pid)),
  },
  {
    title: 'an answer larger than the buffers arrives complete',
    section: CALLS,
    run: (_exports, learner) =>
      withServer(served(learner), (address, { pid }) =>
        withClients(address, 1, (client) => expectWholeAnswers(client, pid)),
      ),
  },
];

/** The learner's functions, as the command of a server. */
export function served(learner: Learner): Learner {
  return { ...learner, command: commandOf(learner) };
}

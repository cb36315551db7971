// The cases of the stop that every server of a learner has in common.

import { CaseFailed, groupMembers, type JudgedCase } from '@bytes-up/testkit';
import { expectEnd, expectPong, withClients } from './clients';
import { withServer } from './command';

/** More than the two seconds that a server has, for a busy machine. In ms. */
const EXITS_WITHIN_MS = 3_000;
const CLIENTS = 3;

/** @param section the heading of the task */
export function stopCases(section: string): readonly JudgedCase<object>[] {
  return [
    {
      title: 'clients that are idle see the end, and the program exits with code 0',
      section,
      run: (_exports, learner) =>
        withServer(learner, (address, server) =>
          withClients(address, CLIENTS, async (...clients) => {
            for (const client of clients) await expectPong('each client sends a ping', client);
            // Its children are counted when it exits, and not after all clients have seen
            // the end: by then they have exited as well.
            const exited = server.exit(EXITS_WITHIN_MS).then((exit) => ({
              exit,
              left: groupMembers(server.pid).length,
            }));
            server.signal('SIGTERM');
            const given = `${CLIENTS} clients stay, SIGTERM`;
            for (const client of clients) await expectEnd(given, client);
            // They do not close, so that whatever lingers for them still runs.
            const { exit, left } = await exited;
            const expected = 'exit code 0 within 2 s';
            if (exit === undefined)
              throw new CaseFailed({ given, expected, came: 'it keeps running' });
            if (exit.code === 0) return expectEmptyGroup(given, left);
            const came = exit.signal ?? `exit code ${exit.code}`;
            throw new CaseFailed({ given, expected, came });
          }),
        ),
    },
  ];
}

/** The server must not end before its children have. */
function expectEmptyGroup(given: string, left: number): void {
  if (left === 0) return;
  const came = `${left} processes that it started keep running`;
  throw new CaseFailed({ given, expected: 'no process to be left when it exits', came });
}

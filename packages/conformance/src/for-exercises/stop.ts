// The cases of the stop that the servers of a learner have in common.

import { CaseFailed, groupMembers, type JudgedCase, type ServerProcess } from '@bytes-up/testkit';
import { expectEnd, expectPong, withClients } from './clients';
import { withServer } from './command';
import { serveWithWorkers, workersOf } from './spread';

/** More than the two seconds that a server has, for a busy machine. In ms. */
const EXITS_WITHIN_MS = 3_000;
const CLIENTS = 3;
/** A master that does not wait for its workers has exited by then. */
const WATCHED_MS = 500;

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
            server.signal('SIGTERM');
            const given = `${CLIENTS} clients stay, SIGTERM`;
            for (const client of clients) await expectEnd(given, client);
            // They do not close, so that whatever lingers for them still runs.
            await expectExit0(given, 'exit code 0 within 2 s', server);
            expectEmptyGroup(given, server.pid);
          }),
        ),
    },
  ];
}

/** The server must not end before its children have. */
function expectEmptyGroup(given: string, leader: number): void {
  const left = groupMembers(leader).length;
  if (left === 0) return;
  const came = `${left} processes that it started keep running`;
  throw new CaseFailed({ given, expected: 'no process to be left when it exits', came });
}

/** @param section the heading of the task */
export function masterIsLast(section: string): JudgedCase<object> {
  return {
    title: 'the master exits after its workers, and not before',
    section,
    run: (_exports, learner) =>
      serveWithWorkers(learner, 1, async (_address, server) => {
        const given = 'SIGTERM to the master, while its worker is held by SIGSTOP';
        const expected = 'the master to wait for it, and to exit with code 0 when it has ended';
        for (const pid of workersOf(server.pid)) process.kill(pid, 'SIGSTOP');
        server.signal('SIGTERM');
        const early = await server.exit(WATCHED_MS);
        for (const pid of workersOf(server.pid)) process.kill(pid, 'SIGCONT');
        if (early !== undefined)
          throw new CaseFailed({ given, expected, came: 'the master has exited before it' });
        await expectExit0(given, expected, server);
      }),
  };
}

async function expectExit0(given: string, expected: string, server: ServerProcess): Promise<void> {
  const exit = await server.exit(EXITS_WITHIN_MS);
  if (exit?.code === 0) return;
  const came = exit === undefined ? 'it keeps running' : (exit.signal ?? `exit code ${exit.code}`);
  throw new CaseFailed({ given, expected, came });
}

// A learner's server with `--workers N`: its processes, and which of them holds which
// connection, by /proc.

import {
  CaseFailed,
  eventually,
  forkingCommand,
  groupMembers,
  holdersOf,
  type Learner,
  type ServerProcess,
  type TestClient,
} from '@bytes-up/testkit';
import type { Address } from './clients';
import { withServer } from './command';

/** In ms of machine time. */
const PATIENCE_MS = 4_000;

/**
 * The command with a number of workers, and with the flags that fork needs, so that Node
 * does not start twice. That it also starts without them is shown by `commandCases`.
 */
export function withWorkers(count: number): (learner: Learner) => readonly string[] {
  return ({ file }) => forkingCommand(file, '--workers', String(count));
}

/** Runs the server with so many workers for the time of `use`, which begins with all. */
export function serveWithWorkers(
  learner: Learner,
  count: number,
  use: (address: Address, server: ServerProcess) => Promise<void>,
): Promise<void> {
  const command = withWorkers(count)(learner);
  return withServer({ ...learner, command }, async (address, server) => {
    await expectWorkers(`--workers ${count}`, server.pid, count);
    await use(address, server);
  });
}

/** The processes of a server besides the master, in the order of their pids. */
export function workersOf(master: number): readonly number[] {
  return groupMembers(master)
    .filter((pid) => pid !== master)
    .sort((a, b) => a - b);
}

/** @throws CaseFailed unless the server comes to have so many workers */
export async function expectWorkers(given: string, master: number, count: number): Promise<void> {
  if (await eventually(() => workersOf(master).length === count, PATIENCE_MS)) return;
  const expected = `${count} processes besides the master`;
  throw new CaseFailed({ given, expected, came: `${workersOf(master).length}` });
}

/**
 * The worker that holds the connection. The client must have had an answer.
 * @throws CaseFailed when it is none, the master, or more than one: a second holder keeps
 *   the connection open after the first one has closed it
 */
export async function workerOf(
  given: string,
  { port }: Address,
  master: number,
  client: TestClient,
): Promise<number> {
  const clientPort = client.socket.localPort ?? 0;
  let holders: readonly number[] = [];
  const isInOneWorker = (): boolean => {
    holders = holdersOf(master, port, clientPort);
    return holders.length === 1 && holders[0] !== master;
  };
  if ((await eventually(isInOneWorker, PATIENCE_MS)) && holders[0] !== undefined) return holders[0];
  const names = holders.map((pid) => (pid === master ? 'the master' : `worker ${pid}`));
  const expected = 'each connection to be open in one worker, and nowhere else';
  throw new CaseFailed({ given, expected, came: `open in ${names.join(' and ') || 'none'}` });
}

/** How many of the clients each worker holds, by its pid. */
export async function spreadOf(
  given: string,
  address: Address,
  master: number,
  clients: readonly TestClient[],
): Promise<ReadonlyMap<number, number>> {
  const counts = new Map(workersOf(master).map((pid) => [pid, 0]));
  for (const client of clients) {
    const pid = await workerOf(given, address, master, client);
    counts.set(pid, (counts.get(pid) ?? 0) + 1);
  }
  return counts;
}

/** @throws CaseFailed unless the workers end with a master that is killed */
export async function expectOrphansEnd(given: string, server: ServerProcess): Promise<void> {
  server.signal('SIGKILL');
  const left = (): readonly number[] => workersOf(server.pid);
  if (await eventually(() => left().length === 0, PATIENCE_MS)) return;
  const came = `${left().length} of them keep running`;
  throw new CaseFailed({ given, expected: 'its workers to end, too', came });
}

/**
 * @returns a worker that has taken the place of one that was killed
 * @throws CaseFailed when none has
 */
export async function expectReplaced(
  given: string,
  master: number,
  before: readonly number[],
): Promise<number> {
  const isNew = (pid: number): boolean => !before.includes(pid);
  const isReplaced = (): boolean =>
    workersOf(master).length === before.length && workersOf(master).some(isNew);
  await eventually(isReplaced, PATIENCE_MS);
  const found = workersOf(master).find(isNew);
  if (found !== undefined) return found;
  const came = `${workersOf(master).length} workers, none of them new`;
  throw new CaseFailed({ given, expected: `${before.length} workers again`, came });
}

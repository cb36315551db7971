// Stage 2: each connection in one worker, in turn, and every unused copy closed.

import { readlinkSync } from 'node:fs';
import {
  expectEnd,
  expectPong,
  expectReplaced,
  serveWithWorkers,
  spreadOf,
  withClients,
  workerOf,
  workersOf,
} from '@bytes-up/conformance';
import { CaseFailed, eventually, socketsOf, type JudgedCase } from '@bytes-up/testkit';

export const PASSING = 'Stage 2: the hand-over';
/** In ms of machine time. */
const PATIENCE_MS = 2_000;
const EACH_PINGS = '--workers 2; 4 clients connect and send a ping each';

export const passing: readonly JudgedCase<object>[] = [
  {
    title: 'each connection is open in one worker, and in no other process',
    section: PASSING,
    run: (_exports, learner) =>
      serveWithWorkers(learner, 2, (address, { pid }) =>
        withClients(address, 1, async (client) => {
          await expectPong('a client sends a ping', client);
          await workerOf('a client is connected', address, pid, client);
        }),
      ),
  },
  {
    title: 'with 4 clients and 2 workers, each worker gets 2',
    section: PASSING,
    run: (_exports, learner) =>
      serveWithWorkers(learner, 2, (address, { pid }) =>
        withClients(address, 4, async (...clients) => {
          for (const client of clients) await expectPong(EACH_PINGS, client);
          const spread = [...(await spreadOf(EACH_PINGS, address, pid, clients)).values()];
          const came = spread.join(' and ');
          if (came === '2 and 2') return;
          throw new CaseFailed({ given: EACH_PINGS, expected: '2 and 2', came });
        }),
      ),
  },
  {
    title: 'a worker holds its own end of its channel, and nothing of the master’s',
    section: PASSING,
    run: (_exports, learner) =>
      serveWithWorkers(learner, 3, async (_address, { pid: master }) => {
        for (const worker of workersOf(master)) await expectNothingOf(master, worker);
      }),
  },
  {
    title: 'a killed worker loses only its own connections, and is replaced',
    section: PASSING,
    run: (_exports, learner) =>
      serveWithWorkers(learner, 2, (address, { pid }) =>
        withClients(address, 2, async (lost, other) => {
          for (const client of [lost, other]) await expectPong('2 clients ping', client);
          const before = workersOf(pid);
          const sockets = socketsOf(pid).length;
          const given = 'SIGKILL to a worker';
          process.kill(await workerOf('2 clients', address, pid, lost), 'SIGKILL');
          await expectEnd(`${given}; its client`, lost);
          await expectPong(`${given}; a client of the other worker pings`, other);
          const replaced = await expectReplaced(given, pid, before);
          await expectServes(given, address, pid, replaced);
          await expectSockets(`${given}; another one takes its place`, pid, sockets);
        }),
      ),
  },
];

/**
 * @throws CaseFailed if the master keeps more sockets than before: a dead worker's
 *   channel
 */
async function expectSockets(given: string, master: number, before: number): Promise<void> {
  if (await eventually(() => socketsOf(master).length <= before, PATIENCE_MS)) return;
  throw new CaseFailed({
    given: `${given}; the sockets of the master in /proc/${master}/fd`,
    expected: `${before}, as before: the channel of the dead worker is closed`,
    came: `${socketsOf(master).length}`,
  });
}

/** Of the next two clients, one goes to this worker. */
async function expectServes(
  given: string,
  address: { readonly host: string; readonly port: number },
  master: number,
  worker: number,
): Promise<void> {
  const when = `${given}; 2 more clients connect`;
  await withClients(address, 2, async (...clients) => {
    for (const client of clients) await expectPong(when, client);
    const spread = await spreadOf(when, address, master, clients);
    if (spread.get(worker) === 1) return;
    const came = [...spread].map(([pid, count]) => `${count} in worker ${pid}`).join(', ');
    throw new CaseFailed({ given: when, expected: `1 in the new worker ${worker}`, came });
  });
}

/** @throws CaseFailed if a worker keeps a socket of the master, apart from its output */
async function expectNothingOf(master: number, worker: number): Promise<void> {
  const shared = new Set([0, 1, 2].map((fd) => socketAt(master, fd)));
  // Both are read each time: at first the master still holds the worker's own end.
  const kept = (): readonly string[] => {
    const masters = socketsOf(master).filter((inode) => !shared.has(inode));
    return socketsOf(worker).filter((inode) => masters.includes(inode));
  };
  if (await eventually(() => kept().length === 0, PATIENCE_MS)) return;
  throw new CaseFailed({
    given: `--workers 3; the sockets of a worker in /proc/${worker}/fd`,
    expected: 'none that the master holds (its listening socket, its ends of the channels)',
    came: kept().length === 1 ? 'one of them' : `${kept().length} of them`,
  });
}

function socketAt(pid: number, fd: number): string | undefined {
  return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
}

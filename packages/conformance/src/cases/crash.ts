// The sudden death of a process (section 15), by SIGKILL, which cannot be caught.

import {
  concat,
  eventually,
  groupMembers,
  holdersOf,
  isRunning,
  type ServerProcess,
  zombiesIn,
} from '@bytes-up/testkit';
import { casesOf } from '../case';
import { matchValue, nextAnswer } from '../client/answers';
import type { Connection } from '../client/connection';
import { check, fail } from '../client/failure';
import { show } from '../client/same-json';
import type { Address, Trial } from '../run/trial';
import { numbers, pi, ping } from './calls-of';

type Server = Address & { readonly process: ServerProcess };

/** The first that is missing is the reason that a report gives. */
const NEEDS = ['workerProcesses', 'flags', 'process', 'linux'] as const;
const CLIENTS = 16;
/** How many clients connect at most before two workers serve some. */
const MAX_CLIENTS = 48;
/**
 * The load makes calls of less than 1 ms each. The worker is killed during the long
 * calls, which take about a second in all.
 */
const SHORT_TERMS = 20_000;
const LONG_TERMS = 10_000_000;
const LONG_CALLS = concat(...numbers(60).map((id) => pi(LONG_TERMS, id)));
/** How soon a client must see the connection end (15.2 and 15.4), in milliseconds. */
const SEEN_WITHIN_MS = 1_000;
/** How long the load continues after the kill, in milliseconds. */
const AFTERWARDS_MS = 300;

export const crash = casesOf('crash', [
  {
    id: '15.1/killed-worker',
    title: 'a worker killed in the middle of a call, under load, affects only its own clients',
    also: ['15.2', '15.3'],
    needs: NEEDS,
    alone: true,
    run: async (trial) => {
      const server = await trial.launch({}, { flags: manyWorkers(trial) });
      const clients = await spreadClients(trial, server);
      const workersBefore = groupMembers(server.process.pid).length;
      const [unlucky] = clients;
      const served = new Map<Connection, number>();
      for (const client of clients) served.set(client, await workerOf(trial, server, client));
      const worker = served.get(unlucky!)!;
      const [lost, others] = split(clients, (client) => served.get(client) === worker);
      let over = false;
      const load = Promise.all(others.map((client) => callUntil(client, () => over)));
      load.catch(() => undefined); // awaited below, even if something fails first
      unlucky!.send(LONG_CALLS);
      await computing(trial, [worker]);
      trial.transcript.note('run', `SIGKILL sent to process ${worker}, a worker`);
      process.kill(worker, 'SIGKILL');
      await Promise.all(lost.map((client) => client.ended(SEEN_WITHIN_MS)));
      await trial.pass(AFTERWARDS_MS);
      over = true;
      await load;
      await checkReplaced(trial, server, workersBefore, lost);
    },
  },
  {
    id: '15.4/killed-master',
    title: 'killing the main process under load ends its workers too, and the port is free again',
    also: ['15.2'],
    needs: NEEDS,
    alone: true,
    run: async (trial) => {
      const server = await trial.launch({}, { flags: manyWorkers(trial) });
      const clients = await spreadClients(trial, server);
      for (const client of clients) client.send(LONG_CALLS);
      const isWorker = (pid: number): boolean => pid !== server.process.pid;
      await computing(trial, groupMembers(server.process.pid).filter(isWorker));
      trial.signal(server.process, 'SIGKILL');
      await Promise.all(clients.map((client) => client.ended(SEEN_WITHIN_MS)));
      // Zombies do not count: init adopts them, and reaps them in its own time.
      const left = (): readonly number[] => groupMembers(server.process.pid);
      const empty = await eventually(() => left().length === 0, SEEN_WITHIN_MS);
      check(empty, 'no process of the server left', `process ${left().join(', ')}`);
      const again = await trial.launch({}, { port: server.port });
      await trial.ping(await trial.connect(again));
    },
  },
]);

/** One worker for each client, where a worker serves one client at a time. */
function manyWorkers({ model }: Trial): readonly string[] {
  if (model.workers !== 'fixed') return [];
  return ['--workers', model.clients === 'workers' ? '64' : '4'];
}

/** Connects clients until two workers serve some. Each client has had an answer. */
async function spreadClients(trial: Trial, server: Server): Promise<readonly Connection[]> {
  const clients: Connection[] = [];
  const workers = new Set<number>();
  while (clients.length < CLIENTS || workers.size < 2) {
    check(
      clients.length < MAX_CLIENTS,
      'clients spread over at least two workers',
      'all of them at one',
    );
    const last = clients.at(-1);
    // While a worker is computing, another one accepts the next client.
    last?.send(pi(LONG_TERMS / 10, 0));
    const client = await trial.connect(server);
    await trial.ping(client);
    if (last !== undefined) await nextAnswer(last);
    clients.push(client);
    workers.add(await workerOf(trial, server, client));
  }
  return clients;
}

/**
 * The one process that holds the server's end: a second holder would keep the connection
 * open after the first one's death. A process that handed the connection over closes its
 * own copy a moment after the worker begins to serve.
 */
async function workerOf(trial: Trial, server: Server, client: Connection): Promise<number> {
  let holders: readonly number[] = [];
  const alone = await eventually(() => {
    holders = holdersOf(server.process.pid, server.port, client.localPort);
    return holders.length === 1 && holders[0] !== server.process.pid;
  }, trial.patienceMs);
  if (alone && holders[0] !== undefined) return holders[0];
  return fail(
    'each connection open in exactly one worker process',
    `port ${client.localPort} open in ${holders.join(', ') || 'none'} (the main process is ${server.process.pid})`,
  );
}

/** Waits until one of the processes is computing, so inside a call. */
async function computing(trial: Trial, pids: readonly number[]): Promise<void> {
  const begun = await eventually(() => pids.some(isRunning), trial.patienceMs);
  check(begun, 'a worker that is computing', `only idle ones: ${pids.join(', ')}`);
}

async function callUntil(client: Connection, over: () => boolean): Promise<void> {
  for (let id = 1; !over(); id++) {
    client.send(pi(SHORT_TERMS, id));
    const answer = await nextAnswer(client);
    check(
      answer['out'] === 'pi_r' && answer['id'] === id,
      `the answer to call ${id}`,
      show(answer),
    );
  }
}

/** Expects the lost clients' places to be free again, and no zombie to be left. */
async function checkReplaced(
  trial: Trial,
  server: Server,
  workersBefore: number,
  lost: readonly Connection[],
): Promise<void> {
  const leader = server.process.pid;
  for (const n of numbers(lost.length)) {
    const client = await trial.connect(server);
    client.send(ping('new', n));
    matchValue({ out: 'pong', result: 'new', id: n }, await nextAnswer(client));
  }
  const full = (): boolean => groupMembers(leader).length >= workersBefore;
  const replaced = await eventually(full, trial.patienceMs);
  check(replaced, `${workersBefore} processes again`, `${groupMembers(leader).length}`);
  const reaped = await eventually(() => zombiesIn(leader).length === 0, trial.patienceMs);
  check(reaped, 'no zombies', `process ${zombiesIn(leader).join(', ')}`);
}

function split<T>(all: readonly T[], belongs: (one: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))];
}

// Stage 2: each connection in one worker, in turn, and every unused copy closed.

import { once } from 'node:events';
import { readlinkSync } from 'node:fs';
import net from 'node:net';
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
import { CaseFailed, eventually, frames, socketsOf, type JudgedCase } from '@bytes-up/testkit';

export const PASSING = 'Stage 2: the hand-over';
/** In ms of machine time. */
const PATIENCE_MS = 2_000;
/**
 * With Linux's default size, a channel is full after about 280 connections, so after
 * twice as many clients.
 */
const MOST_CLIENTS = 1_500;
/** If so many more are answered than not, the channel has been full for a while. */
const CLEAR_LEAD = 20;
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
  {
    title: 'a worker whose channel is broken is skipped',
    section: PASSING,
    run: (_exports, learner) =>
      serveWithWorkers(learner, 2, async (address, { pid: master }) => {
        const before = workersOf(master);
        const [killed = 0] = before;
        // so that it cannot reap the worker before it has clients to pass
        process.kill(master, 'SIGSTOP');
        process.kill(killed, 'SIGKILL');
        await eventually(() => !workersOf(master).includes(killed), PATIENCE_MS);
        // They connect to the kernel, which accepts for the master.
        await withClients(address, 4, async (...clients) => {
          process.kill(master, 'SIGCONT');
          const given = 'SIGKILL to a worker, and 4 clients before the master can notice';
          for (const client of clients) await expectPong(`${given}; each pings`, client);
          await expectReplaced(given, master, before);
        });
      }),
  },
  {
    title: 'a worker whose channel is full is skipped',
    section: PASSING,
    run: (_exports, learner) =>
      serveWithWorkers(learner, 2, async (address, { pid: master }) => {
        const [held = 0] = workersOf(master);
        const crowd = new Crowd(address);
        process.kill(held, 'SIGSTOP');
        try {
          const given = 'a worker is held by SIGSTOP, and clients connect and ping';
          await crowd.fill(given);
          process.kill(held, 'SIGCONT');
          await crowd.expectAnswers(`${given}; SIGCONT`);
        } finally {
          process.kill(held, 'SIGCONT');
          crowd.leave();
        }
      }),
  },
];

/** Clients that connect one after the other, until a worker's channel must be full. */
class Crowd {
  readonly #sockets: net.Socket[] = [];
  #answered = 0;
  #ended = 0;

  constructor(private readonly address: { readonly host: string; readonly port: number }) {}

  /** @throws CaseFailed unless the other worker serves at least every second client */
  async fill(given: string): Promise<void> {
    for (let count = 1; count <= MOST_CLIENTS; count++) {
      await this.#add();
      const expected = 'each second client to be answered, and all when the channel is full';
      const isServed = (): boolean => this.#ended > 0 || 2 * this.#answered >= count - 1;
      if (!(await eventually(isServed, PATIENCE_MS)) || this.#ended > 0)
        throw new CaseFailed({ given, expected, came: this.#state() });
      if (2 * this.#answered > count + CLEAR_LEAD) return;
    }
  }

  /** @throws CaseFailed unless every client is answered */
  async expectAnswers(given: string): Promise<void> {
    const areAll = (): boolean => this.#answered === this.#sockets.length;
    if (await eventually(areAll, PATIENCE_MS)) return;
    throw new CaseFailed({ given, expected: 'every client to be answered', came: this.#state() });
  }

  leave(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #add(): Promise<void> {
    const socket = net.connect(this.address);
    this.#sockets.push(socket);
    socket.once('data', () => this.#answered++);
    socket.once('end', () => this.#ended++);
    socket.on('error', () => this.#ended++);
    await once(socket, 'connect');
    socket.write(frames({ in: 'ping', params: 'hello', id: 'p' }));
  }

  #state(): string {
    const { length } = this.#sockets;
    return `${length} clients: ${this.#answered} answered, ${this.#ended} disconnected`;
  }
}

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

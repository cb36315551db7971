// my/rpc, step 9: processes that wait in accept, solved.

import { parseArgs } from 'node:util';
import {
  _exit,
  close,
  forkChild,
  getppid,
  getsockname,
  interruptOn,
  kill,
  PR_SET_PDEATHSIG,
  prctl,
  requireForkFlags,
  SIG_IGN,
  signal,
  sleepOrWake,
  tryAccept,
  waitpid,
  wasDelivered,
  WNOHANG,
} from '@bytes-up/posix';
import { listenOn, serveConnection } from './blocking';

/** How often the master checks whether a worker has died, in milliseconds. */
const POLL_MS = 100;

requireForkFlags();
void main();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '8080' },
      workers: { type: 'string', default: '4' },
    },
  });
  const count = Number(values.workers);
  const master = process.pid;
  interruptOn('SIGTERM');
  interruptOn('SIGINT');
  const listener = listenOn(values.host, Number(values.port));
  const workers = new Set<number>();
  let isReady = false;
  while (!wasDelivered('SIGTERM') && !wasDelivered('SIGINT')) {
    reap(workers);
    // At the start all of them are missing, and later those that have died.
    while (workers.size < count) {
      const pid = forkChild(); // returns twice
      if (pid === 0) await work(listener, master);
      workers.add(pid);
    }
    if (!isReady) console.log(`listening on ${values.host}:${getsockname(listener).port}`);
    isReady = true;
    sleepOrWake(POLL_MS);
  }
  close(listener); // the master's copy
  for (const pid of workers) kill(pid, 'SIGTERM');
  for (reap(workers); workers.size > 0; reap(workers)) sleepOrWake(10);
}

/** A worker's whole life: one client after the other. It never returns to the master. */
async function work(listener: number, master: number): Promise<never> {
  interruptOn('SIGTERM');
  signal('SIGINT', SIG_IGN); // ctrl-C reaches the whole process group
  // If the master is killed, the kernel kills this worker too, which would otherwise hold
  // the port.
  prctl(PR_SET_PDEATHSIG, 'SIGKILL');
  if (getppid() !== master) _exit(1); // it was killed before that call
  const stopped = (): boolean => wasDelivered('SIGTERM');
  try {
    while (!stopped()) {
      const client = tryAccept(listener); // all workers wait here, on the same socket
      if (typeof client !== 'string') await serveConnection(client.fd, stopped);
    }
  } catch (error) {
    console.error(error); // a bug of ours; the master replaces this worker
    _exit(1);
  }
  return _exit(0);
}

/** Reaps every worker that has died. Without workers waitpid would throw ECHILD. */
function reap(workers: Set<number>): void {
  while (workers.size > 0) {
    const ended = waitpid(-1, WNOHANG);
    if (ended === undefined) return;
    workers.delete(ended.pid);
  }
}

// my/rpc, step 11: an event loop in each of several processes, solved.

import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  _exit,
  close,
  forkChild,
  forkEventLoop,
  getpid,
  getppid,
  getsockname,
  interruptEachTime,
  interruptOn,
  kill,
  PR_SET_PDEATHSIG,
  prctl,
  requireForkFlags,
  SIG_BLOCK,
  SIG_SETMASK,
  sigpending,
  sigprocmask,
  sleepOrWake,
  waitpid,
  wasDelivered,
  WNOHANG,
} from '@bytes-up/posix';
import { listenOn, serve, type Source } from './epoll';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** A signal that arrives just before a sleep is noticed this much later. In ms. */
const POLL_MS = 100;
/** A worker that dies as soon as it starts must not be replaced in a busy loop. */
const FORK_EVERY_MS = 50;

/** The pids of this master's workers. */
const workers = new Set<number>();

// Must come first: it re-executes this program with the flags that fork needs.
requireForkFlags();
void main();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '8080' },
      workers: { type: 'string', default: '2' },
    },
  });
  const source = listenOn(values.host, Number(values.port));
  // Not console.log: it would register standard output with the event loop, which a fork
  // copies.
  writeSync(1, `listening on ${values.host}:${getsockname(source.fd).port}\n`);
  STOP_SIGNALS.forEach(interruptOn);
  interruptEachTime('SIGCHLD'); // so that a worker's death ends a sleep

  while (!STOP_SIGNALS.some(wasDelivered)) {
    reap();
    if (workers.size >= Number(values.workers)) sleepOrWake(POLL_MS);
    else if (forkWorker() === 0) return serveInWorker(source);
    else sleepOrWake(FORK_EVERY_MS);
  }
  close(source.fd); // the master's copy; it never accepts
  for (const pid of workers) kill(pid, 'SIGTERM');
  for (reap(); workers.size > 0; reap()) sleepOrWake(POLL_MS);
}

/** @returns the worker's pid; 0 in the worker */
function forkWorker(): number {
  const master = getpid();
  // The worker inherits this mask: a signal stays pending until the worker checks.
  const mask = sigprocmask(SIG_BLOCK, STOP_SIGNALS);
  const pid = forkChild();
  if (pid === 0) {
    prctl(PR_SET_PDEATHSIG, 'SIGKILL'); // the kernel sends it when the master ends
    if (getppid() !== master) _exit(1); // the master ended before that call
    return 0;
  }
  sigprocmask(SIG_SETMASK, mask);
  workers.add(pid);
  return pid;
}

/**
 * Step 10's server. Ctrl-C reaches the whole process group, and then the master also
 * sends SIGTERM, so a worker gets two signals. With blocked signals that is harmless;
 * with interruptOn the second one would end the worker.
 */
async function serveInWorker(source: Source): Promise<void> {
  forkEventLoop(); // until then it shares the master's epoll instance
  await serve(source, () => sigpending().length > 0);
  _exit(0);
}

/** Reaps all that have ended. One SIGCHLD can stand for several. */
function reap(): void {
  while (workers.size > 0) {
    const ended = waitpid(-1, WNOHANG);
    if (ended === undefined) return;
    workers.delete(ended.pid);
  }
}

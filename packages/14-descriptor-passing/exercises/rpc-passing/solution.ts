// my/rpc, step 12: passing connections, solved.

import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  _exit,
  close,
  EPOLL_CTL_ADD,
  epoll_create1,
  epoll_ctl,
  EpollEvents,
  EPOLLIN,
  forkChild,
  forkEventLoop,
  getpid,
  getppid,
  getsockname,
  interruptEachTime,
  interruptOn,
  kill,
  MSG_DONTWAIT,
  PR_SET_PDEATHSIG,
  prctl,
  requireForkFlags,
  setNonBlocking,
  SIG_BLOCK,
  SIG_SETMASK,
  sigpending,
  sigprocmask,
  sleepOrWake,
  socketpair,
  SystemError,
  tryEpollWait,
  tryRecvmsg,
  trySendmsg,
  waitpid,
  wasDelivered,
  WNOHANG,
} from '@bytes-up/posix';
import { listenOn, serve, type Source } from './epoll';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/**
 * A signal that arrives just before a wait is noticed this much later, in milliseconds.
 */
const POLL_MS = 100;
/** Descriptors travel with bytes. The value of the byte does not matter. */
const ONE_BYTE = Buffer.alloc(1);

interface Worker {
  readonly pid: number;
  /** The master's end of the socketpair. */
  readonly channel: number;
}

let workers: Worker[] = [];
let turn = 0;

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
  const epfd = epoll_create1();
  const events = new EpollEvents(1);
  epoll_ctl(epfd, EPOLL_CTL_ADD, source.fd, EPOLLIN);
  writeSync(1, `listening on ${values.host}:${getsockname(source.fd).port}\n`);
  STOP_SIGNALS.forEach(interruptOn);
  interruptEachTime('SIGCHLD'); // so that a worker's death ends a wait

  while (!STOP_SIGNALS.some(wasDelivered)) {
    reap();
    if (workers.length < Number(values.workers)) {
      const channel = forkWorker();
      if (channel === undefined) continue;
      // Only the master accepts.
      close(epfd);
      close(source.fd);
      return serveInWorker(channel);
    }
    tryEpollWait(epfd, events, POLL_MS); // until a client connects or a signal arrives
    passAll(source);
  }
  close(source.fd);
  for (const { pid } of workers) kill(pid, 'SIGTERM');
  for (reap(); workers.length > 0; reap()) sleepOrWake(POLL_MS);
}

/** Accepts every waiting client, and passes each one to a worker. */
function passAll(source: Source): void {
  for (let fd = source.next(); fd !== undefined; fd = source.next()) {
    pass(fd);
    // The kernel keeps the connection open while the message is on its way. If this copy
    // stayed open, the client would not see the connection end when its worker is killed.
    close(fd);
  }
}

/**
 * Passes it to the workers in turn. A worker that has died, or whose channel is full, is
 * skipped.
 */
function pass(fd: number): void {
  for (let tries = 0; tries < workers.length; tries++) {
    const worker = workers[turn++ % workers.length];
    try {
      if (worker && trySendmsg(worker.channel, ONE_BYTE, [fd], MSG_DONTWAIT) === 1) return;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error; // EPIPE: reap will find out
    }
  }
}

/** @returns the worker's end of the channel in the worker; undefined in the master */
function forkWorker(): number | undefined {
  const master = getpid();
  const [ours, theirs] = socketpair();
  // The worker inherits this mask: a signal stays pending until the worker checks.
  const mask = sigprocmask(SIG_BLOCK, STOP_SIGNALS);
  const pid = forkChild();
  if (pid === 0) {
    prctl(PR_SET_PDEATHSIG, 'SIGKILL'); // the kernel sends it when the master ends
    if (getppid() !== master) _exit(1); // the master ended before that call
    close(ours);
    // Also inherited: the master's ends of the other workers' channels.
    for (const { channel } of workers) close(channel);
    return theirs;
  }
  sigprocmask(SIG_SETMASK, mask);
  close(theirs);
  workers.push({ pid, channel: ours });
  return undefined;
}

/** Step 10's server, with connections from the channel. */
async function serveInWorker(channel: number): Promise<void> {
  forkEventLoop(); // until then it shares the master's epoll instance
  setNonBlocking(channel);
  const byte = Buffer.alloc(1);
  const source: Source = {
    fd: channel,
    next: () => {
      const received = tryRecvmsg(channel, byte);
      // It is already non-blocking: the master's accept set that, and the flag belongs to
      // the socket.
      return typeof received === 'string' ? undefined : received.descriptors[0];
    },
  };
  await serve(source, () => sigpending().length > 0);
  _exit(0);
}

/** Reaps the workers that have ended. One SIGCHLD can stand for several. */
function reap(): void {
  while (workers.length > 0) {
    const ended = waitpid(-1, WNOHANG);
    if (ended === undefined) return;
    for (const { pid, channel } of workers) if (pid === ended.pid) close(channel);
    workers = workers.filter(({ pid }) => pid !== ended.pid);
  }
}

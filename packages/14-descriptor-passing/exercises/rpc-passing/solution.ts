// my/rpc, step 12: connections handed over, solved.

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
/** A signal that comes just before a wait is noticed this much later, in milliseconds. */
const POLL_MS = 100;
/** Descriptors travel with bytes. What the byte says does not matter. */
const ONE_BYTE = Buffer.alloc(1);

interface Worker {
  readonly pid: number;
  /** The master's end of the socketpair. */
  readonly channel: number;
}

let workers: Worker[] = [];
let turn = 0;

// Before anything else: it starts this program once more, with the flags that fork needs.
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
  interruptEachTime('SIGCHLD'); // so that the death of a worker ends a wait

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
    tryEpollWait(epfd, events, POLL_MS); // until a client connects, or a signal comes
    passAll(source);
  }
  close(source.fd);
  for (const { pid } of workers) kill(pid, 'SIGTERM');
  for (reap(); workers.length > 0; reap()) sleepOrWake(POLL_MS);
}

/** Accepts every client that is there, and hands each one over. */
function passAll(source: Source): void {
  for (let fd = source.next(); fd !== undefined; fd = source.next()) {
    pass(fd);
    // While the message is on its way, the kernel keeps the connection open. With this
    // copy left open, the client would not see the end of a worker that is killed.
    close(fd);
  }
}

/** To the workers in turn. One that has died, or whose channel is full, is left out. */
function pass(fd: number): void {
  for (let tries = 0; tries < workers.length; tries++) {
    const worker = workers[turn++ % workers.length];
    try {
      if (worker && trySendmsg(worker.channel, ONE_BYTE, [fd], MSG_DONTWAIT) === 1) return;
    } catch (error) {
      if (!(error instanceof SystemError)) throw error; // EPIPE: reap finds out
    }
  }
}

/** @returns in the worker its end of the channel; undefined in the master */
function forkWorker(): number | undefined {
  const master = getpid();
  const [ours, theirs] = socketpair();
  // The worker inherits this mask: a signal stays pending in it until it looks.
  const mask = sigprocmask(SIG_BLOCK, STOP_SIGNALS);
  const pid = forkChild();
  if (pid === 0) {
    prctl(PR_SET_PDEATHSIG, 'SIGKILL'); // the kernel sends it when the master ends
    if (getppid() !== master) _exit(1); // it had ended before
    close(ours);
    // Inherited as well: the master's ends of the other workers' channels.
    for (const { channel } of workers) close(channel);
    return theirs;
  }
  sigprocmask(SIG_SETMASK, mask);
  close(theirs);
  workers.push({ pid, channel: ours });
  return undefined;
}

/** Step 10's server. Its connections come from the channel. */
async function serveInWorker(channel: number): Promise<void> {
  forkEventLoop(); // until then it shares the master's epoll instance
  setNonBlocking(channel);
  const byte = Buffer.alloc(1);
  const source: Source = {
    fd: channel,
    next: () => {
      const received = tryRecvmsg(channel, byte);
      // It does not block: accept said so in the master, and that belongs to the socket.
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

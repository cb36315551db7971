// my/rpc, step 8: a process for each client, solved.

import { parseArgs } from 'node:util';
import {
  _exit,
  close,
  forkChild,
  getsockname,
  interruptOn,
  kill,
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

requireForkFlags();
void main();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '8080' },
    },
  });
  interruptOn('SIGTERM');
  interruptOn('SIGINT');
  const listener = listenOn(values.host, Number(values.port));
  console.log(`listening on ${values.host}:${getsockname(listener).port}`);
  const children = new Set<number>();
  while (!wasDelivered('SIGTERM') && !wasDelivered('SIGINT')) {
    reap(children); // ten times a second, even if no client connects
    const client = tryAccept(listener);
    if (typeof client === 'string') continue; // EAGAIN or EINTR: check the signals again
    const pid = forkChild(); // returns twice
    if (pid === 0) {
      close(listener); // only the parent accepts
      await serveInChild(client.fd);
    }
    children.add(pid);
    // The child's copy must be the only one. Otherwise the connection of a killed child
    // stays open, and the parent runs out of descriptors.
    close(client.fd);
  }
  close(listener);
  stop(children);
}

/** The child's whole life. It never returns to the parent's loop. */
async function serveInChild(fd: number): Promise<never> {
  interruptOn('SIGTERM');
  signal('SIGINT', SIG_IGN); // ctrl-C reaches the whole process group
  try {
    await serveConnection(fd, () => wasDelivered('SIGTERM'));
  } catch (error) {
    console.error(error); // a bug of ours, which affects only this client
    _exit(1);
  }
  return _exit(0);
}

/**
 * Reaps every child that has ended. Signals are not queued: if ten children end together,
 * the parent may get one SIGCHLD. So this loops until no zombie is left.
 */
function reap(children: Set<number>): void {
  // Without children, waitpid throws ECHILD.
  while (children.size > 0) {
    const ended = waitpid(-1, WNOHANG);
    if (ended === undefined) return;
    children.delete(ended.pid);
  }
}

/** Tells each child to stop, and waits until all have ended. */
function stop(children: Set<number>): void {
  // Safe even for a child that has just ended: its pid is not reused until it is reaped.
  for (const pid of children) kill(pid, 'SIGTERM');
  for (reap(children); children.size > 0; reap(children)) sleepOrWake(10);
}

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
    reap(children); // ten times a second, even if no client comes
    const client = tryAccept(listener);
    if (typeof client === 'string') continue; // EAGAIN, EINTR: look at the signals again
    const pid = forkChild(); // returns twice
    if (pid === 0) {
      close(listener); // only the parent accepts
      await serveInChild(client.fd);
    }
    children.add(pid);
    // The child's copy must be the last one. Otherwise the connection of a child that is
    // killed stays open, and the parent runs out of descriptors.
    close(client.fd);
  }
  close(listener);
  stop(children);
}

/** The child's whole life. It never gets back into its parent's loop. */
async function serveInChild(fd: number): Promise<never> {
  interruptOn('SIGTERM');
  signal('SIGINT', SIG_IGN); // ctrl-C reaches the whole group; the parent passes it on
  try {
    await serveConnection(fd, () => wasDelivered('SIGTERM'));
  } catch (error) {
    console.error(error); // a mistake of ours, which costs this client only
    _exit(1);
  }
  return _exit(0);
}

/**
 * Reaps every child that has ended. Signals are not queued: if ten children end together,
 * the parent may get one SIGCHLD. So this asks until no zombie is left.
 */
function reap(children: Set<number>): void {
  // Without children waitpid throws ECHILD.
  while (children.size > 0) {
    const ended = waitpid(-1, WNOHANG);
    if (ended === undefined) return;
    children.delete(ended.pid);
  }
}

/** Tells each child to stop, and waits until all have. */
function stop(children: Set<number>): void {
  // Also safe for a child that has just ended: until it is reaped, its pid is its own.
  for (const pid of children) kill(pid, 'SIGTERM');
  for (reap(children); children.size > 0; reap(children)) sleepOrWake(10);
}

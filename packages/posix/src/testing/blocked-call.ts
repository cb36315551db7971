// Blocks in the call that its argument names, until SIGUSR1 interrupts it. Reports the
// error, and whether wasDelivered reports the signal.

import * as posix from '..';
import { SleepInterruptedError, SystemError } from '..';
import { report } from './report';

const listener = posix.socket();
posix.bind(listener, { host: '127.0.0.1', port: 0 });
posix.listen(listener);
const [end] = posix.socketpair();
const epfd = posix.epoll_create1();
const buffer = Buffer.alloc(1);

const calls: Record<string, () => unknown> = {
  accept: () => posix.accept(listener),
  accept4: () => posix.accept4(listener, 0),
  tryAccept: () => posix.tryAccept(listener),
  recv: () => posix.recv(end, buffer),
  tryRecv: () => posix.tryRecv(end, buffer),
  read: () => posix.read(posix.pipe().readEnd, buffer),
  recvmsg: () => posix.recvmsg(end, buffer),
  poll: () => posix.poll([{ fd: end, events: posix.POLLIN }], -1),
  select: () => posix.select({ read: [end] }),
  epoll_wait: () => posix.epoll_wait(epfd, new posix.EpollEvents(1), -1),
  tryEpollWait: () => posix.tryEpollWait(epfd, new posix.EpollEvents(1), -1),
  nanosleep: () => posix.nanosleep(60_000),
  waitpid: () => posix.waitpid(child),
};

const name = process.argv[2]!;
const child = name === 'waitpid' ? sleepingChild() : 0;
posix.interruptOn('SIGUSR1');
const before = posix.wasDelivered('SIGUSR1');
let outcome: unknown;
report('blocking');
try {
  outcome = calls[name]!();
} catch (error) {
  if (!(error instanceof SystemError)) throw error;
  outcome = `${error.syscall} ${error.code}`;
  if (error instanceof SleepInterruptedError) {
    report({ remaining: error.remainingMs > 0 && error.remainingMs < 60_000 });
  }
}
report({ before, outcome, after: posix.wasDelivered('SIGUSR1') });
if (child > 0) {
  posix.kill(child, 'SIGKILL');
  posix.waitpid(child);
}

function sleepingChild(): number {
  const pid = posix.forkChild();
  if (pid === 0) for (;;) posix.nanosleep(60_000);
  return pid;
}

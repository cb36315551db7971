// Sends itself blocked signals, twice each, and then unblocks them. This happens in a
// forked child, because that has only one thread.

import {
  _exit,
  forkChild,
  getpid,
  interruptOn,
  kill,
  SIG_BLOCK,
  SIG_SETMASK,
  sigpending,
} from '..';
import { sigprocmask, waitpid, wasDelivered } from '..';
import { report } from './report';

const state = (): unknown => ({
  pending: sigpending(),
  delivered: [wasDelivered('SIGUSR1'), wasDelivered('SIGUSR2')],
});

if (forkChild() === 0) {
  interruptOn('SIGUSR1');
  interruptOn('SIGUSR2');
  const mask = sigprocmask(SIG_BLOCK, ['SIGUSR1', 'SIGUSR2']);
  for (let i = 0; i < 2; i++) {
    kill(getpid(), 'SIGUSR1');
    kill(getpid(), 'SIGUSR2');
  }
  const whileBlocked = state();
  sigprocmask(SIG_SETMASK, mask);
  report({ whileBlocked, afterwards: state() });
  _exit(0);
}
waitpid(-1);

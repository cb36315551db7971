// Sends itself signals that it holds back, twice each, then lets them through. In a
// child: there it has one thread only.

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

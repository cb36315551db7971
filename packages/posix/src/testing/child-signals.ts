// The parent handles SIGTERM in both ways. Its children must not inherit that: one
// reports its dispositions, one gets SIGTERM in its first moment, one installs its own
// listener.

import { _exit, forkChild, forkEventLoop, interruptOn, kill, sigaction, sigprocmask } from '..';
import { SIG_BLOCK, waitpid } from '..';
import type { ChildState } from '..';
import { report } from './report';

process.on('SIGTERM', () => report('the listener of the parent ran'));
interruptOn('SIGINT');

const state = (child: ChildState | undefined): unknown => ({ ...child, pid: undefined });

if (forkChild() === 0) {
  report({
    SIGTERM: String(sigaction('SIGTERM').handler),
    SIGINT: String(sigaction('SIGINT').handler),
    SIGCHLD: String(sigaction('SIGCHLD').handler),
    listeners: process.listenerCount('SIGTERM'),
    heldBack: sigprocmask(SIG_BLOCK, []),
  });
  _exit(0);
}
report(state(waitpid(-1)));

const early = forkChild();
if (early === 0) for (;;);
kill(early, 'SIGTERM');
report(state(waitpid(early)));

const own = forkChild();
if (own === 0) {
  forkEventLoop();
  process.on('SIGTERM', () => process.exit(42));
  setInterval(() => undefined, 1000);
  kill(process.pid, 'SIGTERM');
} else {
  report(state(waitpid(own)));
  report({ parentStillListens: process.listenerCount('SIGTERM') });
  process.exit();
}

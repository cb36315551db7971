// Children in every state that waitpid reports, and the errors around it.

import { _exit, fork, forkChild, kill, signal, SIG_IGN, SystemError, waitpid } from '..';
import { nanosleep, WCONTINUED, WNOHANG, WUNTRACED } from '..';
import { childrenOf } from './processes';
import { report } from './report';

const codeOf = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (error) {
    return (error as SystemError).message;
  }
};

const child = forkChild();
if (child === 0) for (;;) nanosleep(1000);

report({ running: waitpid(child, WNOHANG) ?? 'nothing' });
kill(child, 'SIGSTOP');
report({ ...waitpid(child, WUNTRACED), pid: 0 });
kill(child, 'SIGCONT');
report({ ...waitpid(child, WCONTINUED), pid: 0 });
kill(child, 'SIGKILL');
report({ ...waitpid(child), pid: 0 });
report({ again: String(codeOf(() => waitpid(child))).replace(String(child), 'PID') });
report({ gone: String(codeOf(() => kill(child, 0))).replace(String(child), 'PID') });

// With SIG_IGN the kernel reaps, and waitpid fails with ECHILD when the last child has
// ended.
signal('SIGCHLD', SIG_IGN);
for (let i = 0; i < 5; i++) if (fork() === 0) _exit(0);
report({ ignored: codeOf(() => waitpid(-1)), children: childrenOf(process.pid) });

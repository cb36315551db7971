// A process and its child, which has asked to be killed when its parent ends. The process
// gets SIGKILL. The grandparent, which adopts orphans, sees both end.

import { forkChild, getppid, kill, pipe, prctl, read, waitpid, write, _exit } from '..';
import { nanosleep, PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG } from '..';
import { childrenOf } from './processes';
import { report } from './report';

prctl(PR_SET_CHILD_SUBREAPER, 1);
const ready = pipe();

const middle = forkChild();
if (middle === 0) {
  const parent = process.pid;
  if (forkChild() === 0) {
    prctl(PR_SET_PDEATHSIG, 'SIGTERM');
    if (getppid() !== parent) _exit(9);
    write(ready.writeEnd, Buffer.from(String(process.pid)));
  }
  for (;;) nanosleep(1000);
}

const buffer = Buffer.alloc(20);
const grandchild = Number(buffer.toString('latin1', 0, read(ready.readEnd, buffer)));
kill(middle, 'SIGKILL');
report({ middle: { ...waitpid(middle), pid: 0 } });
report({ grandchild: { ...waitpid(grandchild), pid: 0 } });
report(childrenOf(process.pid));

// Two children report their pid, their parent and some random numbers. The parent has
// used each source of random numbers before.

import crypto from 'node:crypto';
import { _exit, forkChild, getpid, getppid, waitpid } from '..';
import { report } from './report';

Math.random();
crypto.randomUUID();
globalThis.crypto.randomUUID();
crypto.randomInt(1e9);
crypto.randomBytes(8);

const pids: number[] = [];
for (let i = 0; i < 2; i++) {
  const pid = forkChild();
  if (pid === 0) {
    report({
      processPid: process.pid,
      getpid: getpid(),
      processPpid: process.ppid,
      getppid: getppid(),
      randoms: [0, 1, 2].map(() => Math.random()),
      uuid: crypto.randomUUID(),
      webUuid: globalThis.crypto.randomUUID(),
      integer: crypto.randomInt(2 ** 40),
      bytes: crypto.randomBytes(8).toString('hex'),
    });
    _exit(0);
  }
  pids.push(pid);
  waitpid(pid);
}
report({ parent: process.pid, pids });

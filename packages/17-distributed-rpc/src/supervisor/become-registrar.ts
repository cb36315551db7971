// Turns a forked child into the registrar (chapter 17): instead of continuing as a copy
// of its parent, it starts a new Node.

import { join } from 'node:path';
import {
  _exit,
  close,
  execv,
  FORK_FLAGS,
  getppid,
  PR_SET_PDEATHSIG,
  prctl,
  setCloseOnExec,
  SIG_UNBLOCK,
  sigprocmask,
} from '@bytes-up/posix';
import type { Order } from './registrar';

/** @param supervisor its pid: if it is gone, there is nothing to register */
// #region become
export function becomeRegistrar(listener: number, supervisor: number, order: Order): never {
  close(listener); // or the port would stay in use for as long as the registrar runs
  prctl(PR_SET_PDEATHSIG, 'SIGTERM'); // if the supervisor dies, so does the entry
  if (getppid() !== supervisor) _exit(1); // it died before prctl
  sigprocmask(SIG_UNBLOCK, ['SIGTERM']); // blocked since the fork (chapter 10)
  for (const fd of [0, 1, 2]) setCloseOnExec(fd, false);
  const flags = process.execArgv.filter((flag) => !FORK_FLAGS.some((ours) => ours === flag));
  const script = join(__dirname, 'registrar.ts');
  execv(process.execPath, [process.execPath, ...flags, script, JSON.stringify(order)]);
}
// #endregion become

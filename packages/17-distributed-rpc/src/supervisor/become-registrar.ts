// How a forked child becomes the registrar: it does not go on with the copy of its parent that it is, but starts Node anew.

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

/** @param supervisor its pid: without it there is nothing to register */
// #region become
export function becomeRegistrar(listener: number, supervisor: number, order: Order): never {
  close(listener); // or the port would stay taken for as long as the registrar lives
  prctl(PR_SET_PDEATHSIG, 'SIGTERM'); // if the supervisor dies, the entry goes too
  if (getppid() !== supervisor) _exit(1); // it was gone before prctl
  sigprocmask(SIG_UNBLOCK, ['SIGTERM']); // held back since the fork (chapter 10)
  for (const fd of [0, 1, 2]) setCloseOnExec(fd, false);
  const flags = process.execArgv.filter((flag) => !FORK_FLAGS.some((ours) => ours === flag));
  const script = join(__dirname, 'registrar.ts');
  execv(process.execPath, [process.execPath, ...flags, script, JSON.stringify(order)]);
}
// #endregion become

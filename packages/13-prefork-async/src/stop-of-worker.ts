// The stop of a worker with an event loop: the master's SIGTERM. The master handles
// ctrl-C.

import { SIG_UNBLOCK, sigprocmask } from '@bytes-up/posix';

// #region stop
/**
 * Resolves at the first SIGTERM. Further ones do nothing: the whole group may have been
 * signalled as well.
 */
export function stopOfWorker(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGTERM', resolve);
    process.on('SIGINT', () => undefined);
    // Both were blocked since the fork (chapter 10): the loop can take them from now on.
    if (process.platform === 'linux') sigprocmask(SIG_UNBLOCK, ['SIGTERM', 'SIGINT']);
  });
}
// #endregion stop

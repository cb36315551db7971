// How a worker with an event loop is asked to stop: the master sends it SIGTERM. Ctrl-C
// reaches the worker too, but only the master acts on it.

import { SIG_UNBLOCK, sigprocmask } from '@bytes-up/posix';

// #region stop
/**
 * Resolves at the first SIGTERM. Later ones are ignored, because a worker may be
 * signalled both by the master and with its whole process group.
 */
export function workerStopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGTERM', resolve);
    process.on('SIGINT', () => undefined);
    // Both have been blocked since the fork (chapter 10). Now the loop can handle them.
    if (process.platform === 'linux') sigprocmask(SIG_UNBLOCK, ['SIGTERM', 'SIGINT']);
  });
}
// #endregion stop

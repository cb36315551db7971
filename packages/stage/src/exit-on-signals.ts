// ctrl-C in a demo.

import { constants } from 'node:os';

/** From now on ctrl-C and SIGTERM end this process by its exit, and with it all servers that it has started: by default they would stay. */
export function exitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

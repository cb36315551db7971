// Ends everything that this process has started when this process ends. `exit` handlers
// do that, but a signal that ends a process by default causes no 'exit' event. So while
// anything runs, ctrl-C and similar signals call process.exit. SIGKILL cannot be caught;
// guard.ts handles that.

import { constants } from 'node:os';

/** A process group that this process has started. */
export interface StartedGroup {
  killGroup(signal: 'SIGKILL'): unknown;
}

/** The signals that end a process by default and can be caught. */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

const running = new Set<StartedGroup>();
process.on('exit', () => {
  for (const group of running) group.killGroup('SIGKILL');
});

/** From now on the group ends with this process. */
export function endWithUs(group: StartedGroup): void {
  if (running.size === 0) for (const signal of ENDING_SIGNALS) process.on(signal, exitOn);
  running.add(group);
}

/** The group has ended. */
export function hasEnded(group: StartedGroup): void {
  running.delete(group);
  if (running.size === 0) for (const signal of ENDING_SIGNALS) process.off(signal, exitOn);
}

/** Only if no other code listens for the signal: such code decides for itself. */
function exitOn(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
}

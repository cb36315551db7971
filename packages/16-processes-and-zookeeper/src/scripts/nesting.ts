// What the kernel does with a signal while a handler runs. The handlers of SIGUSR1 and
// SIGUSR2 are C's `pause`: they return when another handler has run. /proc/PID/status
// shows from outside which signals are blocked (SigBlk) and which are pending (SigPnd).

import { constants } from 'node:os';
import {
  _exit,
  forkChild,
  interruptEachTime,
  kill,
  nanosleep,
  pauseOn,
  pipe,
  read,
  requireForkFlags,
  SystemError,
  waitpid,
  write,
} from '@bytes-up/posix';
import { statusOf, until } from './until';

type Shown = 'SIGUSR1' | 'SIGUSR2' | 'SIGTERM';

requireForkFlags();
const begun = pipe();
const child = forkChild(); // with one thread, which gets all signals
if (child === 0) beInterrupted();
read(begun.readEnd, Buffer.alloc(1)); // until the child has a child
until(isSettled); // it waits for that child
show('no signal yet');
send('SIGUSR1');
show('its handler runs, and SIGUSR1 is blocked meanwhile');
send('SIGUSR1');
show('a second SIGUSR1 is pending, because it is blocked');
send('SIGUSR2');
show('SIGUSR2 is not blocked: its handler interrupts the first one');
send('SIGTERM');
show('all three handlers return; now the pending SIGUSR1 is handled');
send('SIGTERM');
console.log('that handler returns too; the call that they all interrupted fails:');
waitpid(child);

/** Waits for its own child, and prints how that ended. */
function beInterrupted(): never {
  pauseOn('SIGUSR1');
  pauseOn('SIGUSR2');
  interruptEachTime('SIGTERM');
  const grandchild = forkChild();
  if (grandchild === 0) {
    write(begun.writeEnd, Buffer.alloc(1));
    nanosleep(60_000);
    _exit(0);
  }
  try {
    waitpid(grandchild);
  } catch (error) {
    if (error instanceof SystemError) console.log(`waitpid: ${error.code}`);
  }
  kill(grandchild, 'SIGKILL');
  _exit(0);
}

function send(signal: Shown): void {
  kill(child, signal);
  until(isSettled);
}

/** It has ended, or sleeps again, and no signal is left for which a handler would run. */
function isSettled(): boolean {
  const { state, blocked, pending } = statusOf(child);
  return state === 'Z' || (state === 'S' && (pending & ~blocked) === 0n);
}

function show(what: string): void {
  const { blocked, pending } = statusOf(child);
  const names = (mask: bigint): string => {
    const shown: readonly Shown[] = ['SIGUSR1', 'SIGUSR2', 'SIGTERM'];
    const set = shown.filter((name) => (mask >> BigInt(constants.signals[name] - 1)) & 1n);
    return (set.join(' ') || '-').padEnd(18);
  };
  console.log(`SigBlk ${names(blocked)}pending ${names(pending)}${what}`);
}

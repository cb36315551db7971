// What the kernel does with a signal while a handler runs. The handlers of SIGUSR1 and
// SIGUSR2 are C's `pause`: they return when another handler has run. /proc/PID/status
// shows from outside which signals are blocked (SigBlk) and which are pending (SigPnd).

import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import {
  _exit,
  forkChild,
  interruptEachTime,
  kill,
  nanosleep,
  pauseOn,
  requireForkFlags,
  SystemError,
  waitpid,
} from '@bytes-up/posix';

type Shown = 'SIGUSR1' | 'SIGUSR2' | 'SIGTERM';

requireForkFlags();
const child = forkChild(); // with one thread, which gets all signals
if (child === 0) beInterrupted();
nanosleep(300); // time for the child to wait for its own child
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
  nanosleep(100); // time for the kernel to run the handler
}

function show(what: string): void {
  const status = readFileSync(`/proc/${child}/status`, 'utf8');
  const names = (field: string): string => {
    const [, hex = '0'] = new RegExp(`^${field}:\\s*([0-9a-f]+)$`, 'm').exec(status) ?? [];
    const mask = BigInt(`0x${hex}`);
    const shown: readonly Shown[] = ['SIGUSR1', 'SIGUSR2', 'SIGTERM'];
    const set = shown.filter((name) => (mask >> BigInt(constants.signals[name] - 1)) & 1n);
    return (set.join(' ') || '-').padEnd(18);
  };
  // A signal to a process is pending in ShdPnd, which its threads share.
  console.log(`SigBlk ${names('SigBlk')}pending ${names('ShdPnd')}${what}`);
}

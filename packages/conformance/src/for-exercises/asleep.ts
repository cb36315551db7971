// Whether a server sleeps in a system call while nothing happens, or loops. By looking,
// not by its processor time: on a busy machine a loop may get little of that.

import { setTimeout as delay } from 'node:timers/promises';
import { CaseFailed, eventually, groupMembers, processEntry, readProc } from '@bytes-up/testkit';

const LOOKS = 20;
const LOOK_EVERY_MS = 20;
/** A server may look ten or a hundred times a second whether it must stop. */
const MOST_WAKE_UPS = 100;
/** So many looks in a row find all processes asleep when a server has nothing to do. */
const QUIET_LOOKS = 5;
/** How long a server may go on with what it has to do, in ms of machine time. */
const QUIET_WITHIN_MS = 2_000;

/**
 * @param leader the process that was started; its children are looked at, too
 * @throws CaseFailed unless all of them sleep
 */
export async function expectAsleep(given: string, leader: number): Promise<void> {
  await untilAsleep(leader);
  const wokenBefore = wakeUpsOf(leader);
  let awake = 0;
  for (let look = 0; look < LOOKS; look++) {
    await delay(LOOK_EVERY_MS);
    if (!isAsleep(leader)) awake++;
  }
  const expected = 'a process that sleeps until something happens';
  if (awake > LOOKS / 2) {
    const came = `it was running at ${awake} of ${LOOKS} looks: a busy loop`;
    throw new CaseFailed({ given, expected, came });
  }
  const woken = wakeUpsOf(leader) - wokenBefore;
  if (woken <= MOST_WAKE_UPS) return;
  const came = `it woke up ${woken} times in ${(LOOKS * LOOK_EVERY_MS) / 1000} s`;
  throw new CaseFailed({ given, expected, came });
}

/**
 * Resolves when the server has done all that it can, or after two seconds, since one in a
 * busy loop never sleeps.
 */
export async function untilAsleep(leader: number): Promise<void> {
  let quiet = 0;
  const isQuiet = (): boolean => {
    quiet = isAsleep(leader) ? quiet + 1 : 0;
    return quiet >= QUIET_LOOKS;
  };
  await eventually(isQuiet, QUIET_WITHIN_MS);
}

/** `R` is a process that runs, or waits for a core. */
function isAsleep(leader: number): boolean {
  return groupMembers(leader).every((pid) => processEntry(pid)?.state !== 'R');
}

/** How often all processes together have gone to sleep (`man 5 proc`, status). */
function wakeUpsOf(leader: number): number {
  return groupMembers(leader)
    .map((pid) => /^voluntary_ctxt_switches:\s*(\d+)$/m.exec(readProc(`/proc/${pid}/status`))?.[1])
    .reduce((sum, switches) => sum + Number(switches ?? 0), 0);
}

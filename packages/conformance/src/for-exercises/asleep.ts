// Whether a server sleeps in a system call while nothing happens, or loops. By looking,
// not by its share of the time: on a busy machine a loop may get little of that.

import {
  CaseFailed,
  eventually,
  groupMembers,
  later,
  processEntry,
  readProc,
} from '@bytes-up/testkit';

const LOOKS = 20;
/** In ms of machine time, or a loop would not run at all on a busy machine. */
const LOOK_EVERY_MS = 20;
/** A server may look ten or a hundred times a second whether it must stop. */
const MOST_WAKE_UPS = 100;
/**
 * A process that is awake at most looks is in a loop if it has run for longer than this
 * between two sleeps, in milliseconds of processor time. One that only waits for a core
 * of a busy machine has little to do when it gets one.
 */
const LOOP_MS = 5;
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
  const pids = groupMembers(leader);
  const before = new Map(pids.map((pid) => [pid, { sleeps: sleepsOf(pid), ranMs: ranMs(pid) }]));
  const awake = new Map(pids.map((pid) => [pid, 0]));
  const beganAtMs = performance.now();
  for (let look = 0; look < LOOKS; look++) {
    await later(LOOK_EVERY_MS);
    for (const pid of pids) if (isAwake(pid)) awake.set(pid, (awake.get(pid) ?? 0) + 1);
  }
  const expected = 'a process that sleeps until something happens';
  const sleeps = pids.map((pid) => sleepsOf(pid) - (before.get(pid)?.sleeps ?? 0));
  for (const [n, pid] of pids.entries()) {
    const looks = awake.get(pid) ?? 0;
    const ran = ranMs(pid) - (before.get(pid)?.ranMs ?? 0);
    if (looks <= LOOKS / 2 || ran <= LOOP_MS * ((sleeps[n] ?? 0) + 1)) continue;
    const came = `it was running at ${looks} of ${LOOKS} looks: a busy loop`;
    throw new CaseFailed({ given, expected, came });
  }
  const woken = sleeps.reduce((sum, count) => sum + count, 0);
  const tookMs = performance.now() - beganAtMs;
  if (woken <= (MOST_WAKE_UPS * tookMs) / (LOOKS * LOOK_EVERY_MS)) return;
  const came = `it woke up ${woken} times in ${(tookMs / 1000).toFixed(1)} s`;
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

function isAsleep(leader: number): boolean {
  return !groupMembers(leader).some(isAwake);
}

/** `R` is a process that runs, or waits for a core. */
function isAwake(pid: number): boolean {
  return processEntry(pid)?.state === 'R';
}

/** How often it has gone to sleep (`man 5 proc`, status). */
function sleepsOf(pid: number): number {
  const status = readProc(`/proc/${pid}/status`);
  return Number(/^voluntary_ctxt_switches:\s*(\d+)$/m.exec(status)?.[1] ?? 0);
}

/**
 * How long its main thread has run, in ms (Linux, Documentation/scheduler/sched-stats:
 * the first number, in ns). NaN if the kernel does not count it: then the looks decide.
 */
function ranMs(pid: number): number {
  return Number.parseInt(readProc(`/proc/${pid}/schedstat`), 10) / 1e6;
}

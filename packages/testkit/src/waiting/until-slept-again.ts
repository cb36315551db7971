// How often a thread has gone to sleep, which shows that a server woke up, had nothing to
// do, and went back to waiting.

import { readProc } from '../proc/entry';
import { until } from './eventually';

/** Resolves when the process's main thread has gone to sleep `times` more times. */
export async function untilSleptAgain(pid: number, times: number): Promise<void> {
  const before = sleepsOf(pid);
  await until(`process ${pid} sleeps ${times} more times`, () => sleepsOf(pid) >= before + times);
}

/** `man 5 proc`, status. */
function sleepsOf(pid: number): number {
  const status = readProc(`/proc/${pid}/status`);
  return Number(/^voluntary_ctxt_switches:\s*(\d+)$/m.exec(status)?.[1]);
}

// How often a thread has gone to sleep: by it a test sees that a server had a look around, and did nothing.

import { readFileSync } from 'node:fs';
import { eventually } from './eventually';

const WITHIN_MS = 60_000;

/** Resolves when the main thread of the process has gone to sleep so many times more (`man 5 proc`, status). */
export async function untilSleptAgain(pid: number, times: number): Promise<void> {
  const before = sleepsOf(pid);
  if (!(await eventually(() => sleepsOf(pid) >= before + times, WITHIN_MS))) {
    throw new Error(`process ${pid} slept ${sleepsOf(pid) - before} of ${times} times`);
  }
}

function sleepsOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Number(/^voluntary_ctxt_switches:\s*(\d+)$/m.exec(status)?.[1]);
}

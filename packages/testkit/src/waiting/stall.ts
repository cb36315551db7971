// A process that does not run for a while, as happens on a busy machine.

const UNCHANGED = new Int32Array(new SharedArrayBuffer(4));

/**
 * Blocks this thread: what arrives waits in the kernel, and timers fire late. It sleeps,
 * since a busy loop would take the processor from the tests beside it.
 */
export function stall(ms: number): void {
  Atomics.wait(UNCHANGED, 0, 0, ms);
}

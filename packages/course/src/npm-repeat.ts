// npm passes a terminal's signal on, although the terminal has sent it to us as well.
// Each handler counts the two as one. But the repeat may come late, when the handler is
// gone: it would then end this process, and npm would exit with 1 instead of our code.

/**
 * The same signal again within this many milliseconds is npm's repeat, which comes after
 * a few. No human is that fast.
 */
export const REPEAT_MS = 150;
/** How late a repeat may come on a slow machine, in milliseconds. */
const LATE_MS = 5_000;

/**
 * To be called before the handler of a signal that came is removed, so that there is
 * always one: for a while its repeat is ignored, also during the end of this process.
 */
export function ignoreLateRepeat(signal: NodeJS.Signals): void {
  const ignore = (): void => undefined;
  // Node removes its handlers when it ends because nothing is left to do, but not in
  // process.exit.
  const exit = (): never => process.exit();
  process.on(signal, ignore);
  process.on('beforeExit', exit);
  setTimeout(() => {
    process.off(signal, ignore);
    process.off('beforeExit', exit);
  }, LATE_MS).unref();
}

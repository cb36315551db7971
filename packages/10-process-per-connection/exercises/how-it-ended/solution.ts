// How a child ended, solved.
//
// What a parent sees after _exit(256): the code 0, success. Only the low eight bits of
// the argument reach the status, so a program that exits with its number of errors
// succeeds with 256 of them.
//
// What a shell can't tell: whether a program was killed by signal 9, or called exit(137).

/** What waitpid reports about a child. */
export type ChildState =
  | { readonly state: 'exited'; readonly code: number }
  | { readonly state: 'killed'; readonly signal: number; readonly dumpedCore: boolean }
  | { readonly state: 'stopped'; readonly signal: number }
  | { readonly state: 'continued' };

/** The low seven bits for a child that was stopped. */
const STOPPED = 0x7f;
const CONTINUED = 0xffff;

/** Decodes the 16 bits that waitpid writes to its second argument. */
export function decodeStatus(status: number): ChildState {
  if (status === CONTINUED) return { state: 'continued' };
  const low = status & 0x7f;
  const high = status >> 8;
  if (low === 0) return { state: 'exited', code: high };
  if (low === STOPPED) return { state: 'stopped', signal: high };
  return { state: 'killed', signal: low, dumpedCore: (status & 0x80) !== 0 };
}

/** What a shell shows as `$?`; undefined for a child that has not ended. */
export function shellCode(state: ChildState): number | undefined {
  if (state.state === 'exited') return state.code;
  return state.state === 'killed' ? 128 + state.signal : undefined;
}

// How a child ended. The task: npm start -- exercise 10-how-it-ended

/** What waitpid reports about a child. */
export type ChildState =
  | { readonly state: 'exited'; readonly code: number }
  | { readonly state: 'killed'; readonly signal: number; readonly dumpedCore: boolean }
  | { readonly state: 'stopped'; readonly signal: number }
  | { readonly state: 'continued' };

/** Decodes the 16 bits that waitpid writes to its second argument. */
export function decodeStatus(status: number): ChildState {
  throw new Error('not written yet: decodeStatus');
}

/** What a shell shows as `$?`; undefined for a child that has not ended. */
export function shellCode(state: ChildState): number | undefined {
  throw new Error('not written yet: shellCode');
}

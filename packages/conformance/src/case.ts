// A case: one requirement of a clause of docs/protocol.md, and the code that checks
// whether a server meets it.

import type { Limits, RpcErrorCode } from '@bytes-up/protocol';
import type { Area, CaseName } from './areas';
import type { CaseLimits } from './case-limits';
import type { Trial } from './run/trial';

/**
 * What a case needs from the server and the run. A case whose needs are not met is not
 * applicable.
 */
export type Need =
  | 'testMethods' // fail, blob, count
  | 'sleep' // handlers that wait
  | 'keys' // idempotency keys
  | 'flags' // the contract's flags
  | 'process' // a server that this run started
  | 'workerProcesses' // a model that isolates crashes
  | 'terminal' // the command `script`, which opens one
  | 'linux'; // /proc

export interface CaseDraft {
  /** `4.2/overlong-slash`: the clause, then a name. It never changes. */
  readonly id: string;
  /** One sentence: what the server does. */
  readonly title: string;
  /** Clauses that it checks besides the one in its id. */
  readonly also?: readonly string[];
  /** The error codes that it expects from the server. */
  readonly codes?: readonly RpcErrorCode[];
  readonly needs?: readonly Need[];
  /** Limits to start the server with, if it has the flags. Default: its own limits. */
  readonly limits?: CaseLimits;
  /** Runs while no other case does, because it measures time or the whole process. */
  readonly alone?: boolean;
  /** Repeats the same steps `trial.cycles` times. */
  readonly cyclic?: boolean;
  /** How long it waits at least under these limits, in milliseconds. */
  readonly waitMs?: (limits: Limits) => number;
  readonly run: (trial: Trial) => Promise<void>;
}

export interface Case extends CaseDraft, CaseName {
  /** Every clause that it cites; the first is the one in its id. */
  readonly clauses: readonly string[];
  readonly codes: readonly RpcErrorCode[];
  readonly needs: readonly Need[];
}

/** Makes the cases of one area from their drafts. */
export function casesOf(area: Area, drafts: readonly CaseDraft[]): readonly Case[] {
  return drafts.map((draft) => ({
    ...draft,
    area,
    clauses: [clauseOf(draft.id), ...(draft.also ?? [])],
    codes: draft.codes ?? [],
    needs: draft.needs ?? [],
  }));
}

/** `4.2` of `4.2/overlong-slash`. @throws Error for an id of another form. */
export function clauseOf(id: string): string {
  const match = /^(\d+\.\d+)\/[a-z0-9][a-z0-9-]*$/.exec(id);
  if (match?.[1] === undefined)
    throw new Error(`a case's id is like 4.2/overlong-slash, not ${id}`);
  return match[1];
}

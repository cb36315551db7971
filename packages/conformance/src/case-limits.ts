// The limits that a case starts its server with, if the server has flags for them.

import type { Limits } from '@bytes-up/protocol';

/** The limits that a flag can change. */
export type FlagLimit = Exclude<keyof Limits, 'maxDepth' | 'lingerMs'>;
export type CaseLimits = Readonly<Partial<Pick<Limits, FlagLimit>>>;

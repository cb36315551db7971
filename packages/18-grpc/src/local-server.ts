// The servers of this chapter inside this process, for its demo and its tests.

import { DEFAULT_LIMITS, type Limits } from '@bytes-up/protocol';
import type { RunningServer } from '@bytes-up/server-kit';
import { startHandMadeServer } from './by-hand/server';
import { startGrpcServer, type GrpcContext } from './server';

/** A free port of the loopback interface, and no log unless one is given. */
export function localContext(
  limits: Partial<Limits> = {},
  log: GrpcContext['log'] = () => undefined,
): GrpcContext {
  return {
    host: '127.0.0.1',
    port: 0,
    limits: { ...DEFAULT_LIMITS, graceMs: 1_000, ...limits },
    log,
  };
}

/** Both servers, by what the demo and the tests call them. */
export const SERVERS: Readonly<Record<string, (context: GrpcContext) => Promise<RunningServer>>> = {
  'the library': startGrpcServer,
  'the one by hand': startHandMadeServer,
};

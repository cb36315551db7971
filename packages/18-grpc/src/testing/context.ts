// What a server of this chapter is started with in a test.

import { DEFAULT_LIMITS, type Limits } from '@bytes-up/protocol';
import type { RunningServer } from '@bytes-up/server-kit';
import { startHandMadeServer } from '../by-hand/server';
import { startGrpcServer, type GrpcContext } from '../server';

export const log: string[] = [];

export function contextWith(limits: Partial<Limits> = {}): GrpcContext {
  return {
    host: '127.0.0.1',
    port: 0,
    limits: { ...DEFAULT_LIMITS, graceMs: 1_000, ...limits },
    log: (line) => void log.push(line),
  };
}

/** Both servers, by what their tests call them. */
export const SERVERS: Readonly<Record<string, (context: GrpcContext) => Promise<RunningServer>>> = {
  'the library': startGrpcServer,
  'the one by hand': startHandMadeServer,
};

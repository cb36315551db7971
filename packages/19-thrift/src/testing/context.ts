// The context of a server in a test.

import type { Limits } from '@bytes-up/protocol';
import { localContext } from '../local-server';
import type { ThriftContext } from '../server';

/** The lines that the servers of this test file have logged. */
export const log: string[] = [];

export function contextWith(limits: Partial<Limits> = {}): ThriftContext {
  return localContext(limits, (line) => void log.push(line));
}

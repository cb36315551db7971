// A real redis-server on a UNIX socket, for tests that compare our front end with it.
// They are skipped by name if it is not installed.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess, succeeds } from '@bytes-up/testkit';

export const hasRedis = succeeds(['redis-server', '--version']);

export interface RealRedis {
  /** The path of its UNIX socket. */
  readonly path: string;
  stop(): Promise<void>;
}

/** Resolves when it accepts connections. */
export async function startRedis(...flags: readonly string[]): Promise<RealRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'bytes-up-redis-'));
  const path = join(folder, 'redis.sock');
  const own = ['--port', '0', '--unixsocket', path, '--save', '', '--dir', folder];
  const redis = new ServerProcess(['redis-server', ...own, ...flags]);
  const stop = async (): Promise<void> => {
    await redis.stop();
    rmSync(folder, { recursive: true });
  };
  try {
    await redis.printed(/ready to accept connections/i);
  } catch (error) {
    await stop();
    throw error;
  }
  return { path, stop };
}

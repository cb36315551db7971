// A real redis-server on a UNIX socket, for the tests that compare us with it. Where it
// is not installed, they are skipped and say so.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

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
  const redis = spawn('redis-server', [...own, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(redis, 'exit');
  for await (const line of createInterface({ input: redis.stdout })) {
    if (/ready to accept connections/i.test(line)) break;
  }
  redis.stdout.resume();
  return {
    path,
    stop: async () => {
      redis.kill('SIGKILL');
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

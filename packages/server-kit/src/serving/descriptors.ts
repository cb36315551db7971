// How many connections a process has descriptors for (`ulimit -n`).

import type { Limits } from '@bytes-up/protocol';
import { readdirSync, readFileSync } from 'node:fs';
import type { Log } from '../log/log';

/**
 * Descriptors to keep free for files that are opened for a moment, for name lookups and
 * their sockets, and for connections that are accepted only to be refused.
 */
const RESERVE = 16;
/** What a Node process has open, on systems where that cannot be counted. */
const ASSUMED_OPEN = 32;

// #region room
/**
 * Lowers maxConnections to what this process has descriptors for, and logs that. node:net
 * cannot stop accepting, so its servers must stay below the descriptor limit.
 * @param each as in roomForConnections
 */
export function boundConnections(limits: Limits, log: Log, each = 1): Limits {
  const room = roomForConnections(each);
  if (limits.maxConnections <= room) return limits;
  log(`limited to ${room} connections: ulimit -n is ${descriptorLimit()}`);
  return { ...limits, maxConnections: room };
}

/**
 * How many connections fit beside what this process already has open. At least one.
 * @param each descriptors per connection: 1, or more if each is served by a thread
 */
export function roomForConnections(each = 1): number {
  const free = descriptorLimit() - openDescriptors() - RESERVE;
  return Math.max(1, Math.floor(free / each));
}
// #endregion room

/** The soft limit. Infinity if there is none, or if it is unknown. */
export function descriptorLimit(): number {
  try {
    const [, soft = ''] =
      /^Max open files +(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return /^\d+$/.test(soft) ? Number(soft) : Infinity;
  } catch {
    return limitFromReport();
  }
}

/** On other systems than Linux, Node's diagnostic report contains the limit. */
function limitFromReport(): number {
  const report = process.report?.getReport() as unknown as
    { readonly userLimits?: { readonly open_files?: { readonly soft?: unknown } } } | undefined;
  const soft = report?.userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Infinity;
}

function openDescriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return ASSUMED_OPEN;
  }
}

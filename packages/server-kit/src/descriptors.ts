// How many connections a process can have, by its limit of descriptors (`ulimit -n`).

import type { Limits } from '@bytes-up/protocol';
import { readdirSync, readFileSync } from 'node:fs';
import type { Log } from './log';

/**
 * Descriptors that are kept free: for files that are open for a moment, for lookups and
 * their sockets, and for connections that are accepted only to be refused.
 */
const RESERVE = 16;
/** What a Node process has open where that cannot be counted. */
const OPEN_ELSEWHERE = 32;

// #region room
/**
 * The limits with no more connections than this process has room for, which is logged.
 * node:net cannot stop accepting, so its servers must stay below the limit of
 * descriptors.
 * @param each as in roomForConnections
 */
export function boundConnections(limits: Limits, log: Log, each = 1): Limits {
  const room = roomForConnections(each);
  if (limits.maxConnections <= room) return limits;
  log(`at most ${room} connections, since this process may open ${descriptorLimit()} files`);
  return { ...limits, maxConnections: room };
}

/**
 * The connections for which there is room besides what this process has open already; at
 * least one.
 * @param each descriptors that a connection takes: 1, and more where a thread serves it
 */
export function roomForConnections(each = 1): number {
  const free = descriptorLimit() - openDescriptors() - RESERVE;
  return Math.max(1, Math.floor(free / each));
}
// #endregion room

/** The soft limit; Infinity where there is none, or where it is not known. */
export function descriptorLimit(): number {
  try {
    const [, soft = ''] =
      /^Max open files +(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return /^\d+$/.test(soft) ? Number(soft) : Infinity;
  } catch {
    return limitByReport();
  }
}

/** Elsewhere than on Linux Node's diagnostic report has it. */
function limitByReport(): number {
  const report = process.report?.getReport() as unknown as
    { readonly userLimits?: { readonly open_files?: { readonly soft?: unknown } } } | undefined;
  const soft = report?.userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Infinity;
}

function openDescriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return OPEN_ELSEWHERE;
  }
}

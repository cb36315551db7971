// Reads a server's log for its connections: `process 7 connection 1 127.0.0.1:40000
// opened`.

import type { ServerProcess } from '../process/server-process';
import { eventually } from '../waiting/eventually';

/** The log comes through a pipe, and may arrive after the answer. */
const LOGGED_WITHIN_MS = 60_000;

export interface Opening {
  /** The client's port. */
  readonly port: number;
  /**
   * The worker that serves the connection, `process 7`; empty in a server without
   * workers.
   */
  readonly by: string;
}

/** Undefined for a line that does not report an opened connection. */
export function parseOpening(line: string): Opening | undefined {
  const match = /^(?:((?:process|thread) \d+) )?connection \d+ \S+:(\d+) opened$/.exec(line);
  return match === null ? undefined : { port: Number(match[2]), by: match[1] ?? '' };
}

/**
 * The workers that served the connections, `process 7`, in the order in which these
 * opened.
 */
export function servedBy(log: readonly string[]): readonly string[] {
  return log.flatMap((line) => parseOpening(line)?.by || []);
}

/** As `servedBy`, once `count` connections have opened. @throws Error if fewer do */
export async function openings(server: ServerProcess, count: number): Promise<readonly string[]> {
  const names = (): readonly string[] => servedBy(server.log);
  const opened = await eventually(() => names().length >= count, LOGGED_WITHIN_MS);
  if (!opened) throw new Error(`only these connections opened: ${names().join(', ')}`);
  return names();
}

// A deadline that travels. The task: npm start -- exercise 18-deadline

/**
 * @returns the milliseconds of a header; Infinity without one
 * @throws RpcError INTERNAL if it is invalid
 */
export function parseTimeout(header: string | undefined): number {
  throw new Error('not written yet: parseTimeout');
}

/** @returns the header, rounded down; undefined for Infinity */
export function formatTimeout(ms: number): string | undefined {
  throw new Error('not written yet: formatTimeout');
}

/**
 * The header for a call that a server makes on its caller's behalf.
 * @param header of the call that the server has received
 * @param elapsedMs since then
 * @param ownTimeoutMs the most that the server allows the next one
 * @throws RpcError DEADLINE_EXCEEDED if no time is left; INTERNAL for an invalid header
 */
export function nextTimeout(
  header: string | undefined,
  elapsedMs: number,
  ownTimeoutMs: number,
): string | undefined {
  throw new Error('not written yet: nextTimeout');
}

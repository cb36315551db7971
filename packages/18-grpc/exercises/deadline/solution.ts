// A deadline that travels, solved.
//
// Why it is rounded down: each server must stop no later than its caller does. Rounded
// up, the time would grow a little at every hop, and the last server would still be
// working when the first client has given up.

import { RpcError } from '@bytes-up/protocol';

const MAX_DIGITS = 8;
const MAX_VALUE = 10 ** MAX_DIGITS - 1;

/** The milliseconds of each unit, smallest first. */
const UNITS: readonly (readonly [unit: string, perMs: number])[] = [
  ['n', 1e6],
  ['u', 1e3],
  ['m', 1],
  ['S', 1 / 1_000],
  ['M', 1 / 60_000],
  ['H', 1 / 3_600_000],
];

/**
 * @returns the milliseconds of a header; Infinity without one
 * @throws RpcError INTERNAL if it is invalid
 */
export function parseTimeout(header: string | undefined): number {
  if (header === undefined) return Infinity;
  const [, digits, letter] = /^(\d{1,8})([HMSmun])$/.exec(header) ?? [];
  const [, perMs] = UNITS.find(([unit]) => unit === letter) ?? [];
  if (digits === undefined || perMs === undefined)
    throw new RpcError('INTERNAL', `invalid grpc-timeout ${JSON.stringify(header.slice(0, 20))}`);
  return Number(digits) / perMs;
}

/** @returns the header, rounded down; undefined for Infinity */
export function formatTimeout(ms: number): string | undefined {
  if (ms === Infinity) return undefined;
  for (const [unit, perMs] of UNITS) {
    const value = Math.floor(Math.max(ms, 0) * perMs);
    if (value <= MAX_VALUE) return `${value}${unit}`;
  }
  return `${MAX_VALUE}H`;
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
  const leftMs = Math.min(parseTimeout(header) - elapsedMs, ownTimeoutMs);
  if (leftMs <= 0) throw new RpcError('DEADLINE_EXCEEDED', 'no time is left for the next call');
  return formatTimeout(leftMs);
}

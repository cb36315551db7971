// The figures of a cell, computed from its rounds.

import { median, pairedRatios, spread, type ServerCell, type ServerRound } from '../../src';

/** More of its core, and the load generator may be what limits the figures. */
export const MAX_LOAD_SHARE = 0.7;

type Measured = Omit<ServerCell, 'callsPerSecond' | 'speed' | 'cpuMicros' | 'invalid'>;

/**
 * @param measured of one contender
 * @param baseline rounds of the contender whose speed is 1, in the same workload
 */
export function makeCell(measured: Measured, baseline: readonly ServerRound[]): ServerCell {
  const { rounds } = measured;
  const share = rounds.length === 0 ? 0 : median(rounds.map(({ loadShare }) => loadShare));
  return {
    ...measured,
    ...(share > MAX_LOAD_SHARE && {
      invalid:
        `the load generator took ${percent(share)} of its core, more than ` +
        `${percent(MAX_LOAD_SHARE)}: the server could answer more`,
    }),
    callsPerSecond: spread(callRates(rounds)) ?? null,
    speed: spread(pairedRatios(callRates(rounds), callRates(baseline))) ?? null,
    cpuMicros: cpuMicros(rounds),
  };
}

/** Calls a second, in each round. */
export function callRates(rounds: readonly ServerRound[]): number[] {
  return rounds.map(({ calls, ms }) => (calls / ms) * 1_000);
}

/** Over all rounds together: a tick of 10 ms would be too coarse for one. */
function cpuMicros(rounds: readonly ServerRound[]): ServerCell['cpuMicros'] {
  const sum = (of: (round: ServerRound) => number): number =>
    rounds.reduce((total, round) => total + of(round), 0);
  const calls = sum((round) => round.calls);
  if (calls === 0) return null;
  return {
    user: (sum((round) => round.serverUserMs) / calls) * 1_000,
    system: (sum((round) => round.serverSystemMs) / calls) * 1_000,
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

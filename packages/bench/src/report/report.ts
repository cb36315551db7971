// The result of a comparison as plain data, from which both the table and the JSON file
// are made.

import type { Cell } from '../compare/cell';
import { describeMachine } from './machine';
import type { Machine } from './machine';
import type { Settings } from '../compare/options';
import { pairedRatios, spread } from './statistics';
import type { Spread } from './statistics';

export interface Report {
  readonly title: string;
  readonly baseline: string;
  readonly seed: number;
  readonly minRoundMs: number;
  readonly roundsAsked: number;
  /** Fewer than requested if there was no time for more. */
  readonly rounds: number;
  readonly elapsedMs: number;
  readonly machine: Machine;
  readonly rows: readonly Row[];
}

/** One contender on one input. */
export interface Row {
  readonly input: string;
  readonly contender: string;
  /** Bytes that one run processes. */
  readonly bytes?: number;
  readonly calls?: number;
  /** Milliseconds of one run; entry r was measured in round r. */
  readonly samplesMs: readonly number[];
  /** Null if it was left out. */
  readonly runMs: Spread | null;
  /**
   * The baseline's time divided by this one's, paired by round: 2 is twice as fast. Null
   * without a baseline.
   */
  readonly speed: Spread | null;
  /** Why it was not measured, or not in every round. */
  readonly limited?: string;
}

export function makeReport(
  settings: Settings,
  cells: readonly Cell[],
  rounds: number,
  elapsedMs: number,
): Report {
  const samplesOf = (input: string, contender: string): readonly number[] =>
    cells.find((cell) => cell.input === input && cell.contender === contender)?.samplesMs ?? [];
  const rows = settings.inputs.flatMap((input) =>
    settings.contenders.map((contender): Row => {
      const samplesMs = samplesOf(input.name, contender.name);
      const limit = contender.limit?.(input.name);
      const isLimited = limit !== undefined && limit.rounds < settings.rounds;
      return {
        input: input.name,
        contender: contender.name,
        ...(input.bytes !== undefined && { bytes: input.bytes }),
        ...(input.calls !== undefined && { calls: input.calls }),
        samplesMs,
        runMs: spread(samplesMs) ?? null,
        speed: spread(pairedRatios(samplesOf(input.name, settings.baseline), samplesMs)) ?? null,
        ...(isLimited && { limited: limit.because }),
      };
    }),
  );
  return {
    title: settings.title,
    baseline: settings.baseline,
    seed: settings.seed,
    minRoundMs: settings.minRoundMs,
    roundsAsked: settings.rounds,
    rounds,
    elapsedMs,
    machine: describeMachine(),
    rows,
  };
}

/** A row of a report, by name. */
export interface Place {
  readonly input: string;
  readonly contender: string;
}

/**
 * Time of one row divided by the time of another, paired by round. Undefined if either
 * was not measured.
 * @throws RangeError for a row that the report does not have.
 */
export function timeRatio(report: Report, dividend: Place, divisor: Place): Spread | undefined {
  return spread(
    pairedRatios(findRow(report, dividend).samplesMs, findRow(report, divisor).samplesMs),
  );
}

/**
 * How many times as much the time of one contender grows between two inputs as that of
 * another, paired by round. Undefined if a row was not measured.
 * @throws RangeError for a row that the report does not have.
 */
export function growthRatio(
  report: Report,
  inputs: { readonly small: string; readonly large: string },
  contender: string,
  other: string,
): Spread | undefined {
  const growth = (of: string): number[] =>
    pairedRatios(
      findRow(report, { input: inputs.large, contender: of }).samplesMs,
      findRow(report, { input: inputs.small, contender: of }).samplesMs,
    );
  return spread(pairedRatios(growth(contender), growth(other)));
}

function findRow(report: Report, place: Place): Row {
  const { input, contender } = place;
  const row = report.rows.find((row) => row.input === input && row.contender === contender);
  if (row) return row;
  throw new RangeError(`"${report.title}" has no row "${contender}" on "${input}"`);
}

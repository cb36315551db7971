// The areas of the report, and in which of them a model may declare a failure.

/** The parts of the report, in its order. */
export const AREAS = [
  'framing',
  'body',
  'calls',
  'connection',
  'time',
  'concurrency',
  'crash',
  'shutdown',
  'command',
] as const;

export type Area = (typeof AREAS)[number];

/** Where a model may declare a failure: what its design cannot do. */
export const DECLARABLE_AREAS: readonly Area[] = ['concurrency', 'crash'];

/** What a model file can name of a case. */
export interface CaseName {
  readonly id: string;
  readonly area: Area;
}

// The areas of the report, and those in which a model may declare a failure.

/** In the order of the report. */
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

/** The areas in which a model may declare what its design cannot do. */
export const DECLARABLE_AREAS: readonly Area[] = ['concurrency', 'crash'];

/** What a model file needs to know of a case. */
export interface CaseName {
  readonly id: string;
  readonly area: Area;
}

// A run of three clients as it is kept for the page of a chapter: `npm run recordings`
// writes it, the terminal draws its picture, and the site plays it.

import { availableParallelism, cpus } from 'node:os';
import { drawTimeline, legendOf, type TimelineEvent } from './timeline';

export interface RecordedRun {
  /** What starts the same server by hand: `npm start -- serve 8`. */
  readonly command: string;
  /** Where it was recorded: `AMD EPYC, 2 cores, Node v20.20.2`. */
  readonly machine: string;
  /** In the order in which they happened, the first one at 0 ms. */
  readonly events: readonly TimelineEvent[];
}

/** Rounds to a tenth of a millisecond, which is less than what a log line takes. */
export function recordedRun(command: string, events: readonly TimelineEvent[]): RecordedRun {
  const sorted = [...events].sort((a, b) => a.atMs - b.atMs);
  const startMs = sorted[0]?.atMs ?? 0;
  return {
    command,
    machine: thisMachine(),
    events: sorted.map((event) => {
      return { ...event, atMs: Math.round((event.atMs - startMs) * 10) / 10 };
    }),
  };
}

/** `AMD EPYC, 2 cores, Node v20.20.2` */
export function thisMachine(): string {
  const cores = availableParallelism();
  const cpu = cpus()[0]?.model.trim() || process.arch;
  return `${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}, Node ${process.version}`;
}

/** The picture and the meaning of its letters, as the terminal shows them on a page. */
export function drawRecordedRun({ events }: RecordedRun): string {
  return `${drawTimeline(events)}\n\n${legendOf(events.map(({ step }) => step))}`;
}

// A recorded run as the player draws it, and what of it is visible at a time. Made from a
// recording by ../../runs.ts when the site is built.

export interface Run {
  readonly title: string;
  /** Where it was recorded, and what to type to see the same. */
  readonly machine: string;
  readonly command: string;
  readonly lastsMs: number;
  /** From top to bottom: a client or a server each. */
  readonly rows: readonly Row[];
  /** What happens, in its order: the steps of the player, and the list below it. */
  readonly events: readonly RunEvent[];
  /** Below the picture: what its letters and bars mean. */
  readonly legend: string;
}

/** What the clock of a run needs. */
export type Moments = Pick<Run, 'lastsMs' | 'events'>;

export interface Row {
  readonly name: string;
  /** At the right of the name: what serves the client. */
  readonly note?: string;
  readonly bars: readonly Bar[];
}

export interface Bar {
  readonly fromMs: number;
  readonly toMs: number;
  readonly kind: 'waits' | 'served' | 'failed';
  /** How dark it is, up to 1. */
  readonly strength: number;
}

export interface RunEvent {
  readonly atMs: number;
  /** The row that it is drawn in; without one, it is a line through all of them. */
  readonly row?: number;
  /** In the picture: `A`. */
  readonly letter: string;
  /** In the list. */
  readonly subject: string;
  readonly text: string;
}

/** Letters that would cover each other, as one text at the first one's place. */
export interface Mark {
  readonly atMs: number;
  readonly letters: string;
  readonly events: readonly RunEvent[];
}

/** Marks closer than this part of the run share a place. */
const TOO_CLOSE = 0.05;

/** The marks of one row at a time; `undefined` for the lines through all rows. */
export function marksOf(run: Run, row: number | undefined, atMs: number): Mark[] {
  const marks: Mark[] = [];
  for (const event of run.events) {
    if (event.row !== row || event.atMs > atMs || event.letter === '') continue;
    const last = marks.at(-1);
    if (last !== undefined && event.atMs - last.atMs < TOO_CLOSE * run.lastsMs)
      marks[marks.length - 1] = {
        ...last,
        letters: last.letters + event.letter,
        events: [...last.events, event],
      };
    else marks.push({ atMs: event.atMs, letters: event.letter, events: [event] });
  }
  return marks;
}

/** The bars of a row up to a time. */
export function barsOf({ bars }: Row, atMs: number): Bar[] {
  return bars.flatMap((bar) =>
    bar.fromMs >= atMs ? [] : [{ ...bar, toMs: Math.min(bar.toMs, atMs) }],
  );
}

/** How many events have happened. */
export function happenedBy({ events }: Moments, atMs: number): number {
  return events.filter((event) => event.atMs <= atMs).length;
}

export interface Tick {
  readonly atMs: number;
  readonly text: string;
}

/** A few round times from 0 to the end; the last one has the unit. */
export function ticksOf(lastsMs: number): Tick[] {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000];
  const step = steps.find((one) => lastsMs / one <= 6) ?? lastsMs;
  const last = Math.floor(lastsMs / step);
  const unit = inSeconds(lastsMs) ? { ms: 1_000, name: ' s' } : { ms: 1, name: ' ms' };
  return Array.from({ length: last + 1 }, (_, index) => {
    const atMs = index * step;
    return { atMs, text: `${atMs / unit.ms}${index === last ? unit.name : ''}` };
  });
}

/** `120 ms`; of a run of many seconds `12.5 s`. */
export function timeText(atMs: number, lastsMs: number): string {
  return inSeconds(lastsMs)
    ? `${(atMs / 1_000).toFixed(1)} s`
    : `${atMs < 10 ? atMs.toFixed(1) : Math.round(atMs)} ms`;
}

/** Where a step on leads: to the next event, and after the last one to the end. */
export function momentAfter({ events, lastsMs }: Moments, atMs: number): number {
  return events.find((event) => event.atMs > atMs)?.atMs ?? lastsMs;
}

/**
 * Where a step back leads: to the event before the last. Events of one moment are one.
 */
export function momentBefore({ events }: Moments, atMs: number): number {
  const last = events.findLast((event) => event.atMs <= atMs);
  return events.findLast((event) => event.atMs < (last?.atMs ?? 0))?.atMs ?? 0;
}

/**
 * How many times as fast as it was a run can be played: a short one slowly, a long one
 * fast. The first one is chosen.
 */
export function speedsOf(lastsMs: number): number[] {
  return inSeconds(lastsMs) ? [4, 16, 1] : [1 / 16, 1 / 64, 1 / 4, 1];
}

function inSeconds(lastsMs: number): boolean {
  return lastsMs >= 5_000;
}

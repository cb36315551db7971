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
export function happenedBy({ events }: Run, atMs: number): number {
  return events.filter((event) => event.atMs <= atMs).length;
}

/** A few round times from 0 to the end, in ms. */
export function ticksOf(lastsMs: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000].find(
    (one) => lastsMs / one <= 6,
  );
  const by = step ?? lastsMs;
  return Array.from({ length: Math.floor(lastsMs / by) + 1 }, (_, index) => index * by);
}

/** `120 ms`; of a run of many seconds `12.5 s`. */
export function timeText(atMs: number, lastsMs: number): string {
  return lastsMs >= 5_000
    ? `${(atMs / 1_000).toFixed(1)} s`
    : `${atMs < 10 ? atMs.toFixed(1) : Math.round(atMs)} ms`;
}

export interface Speed {
  readonly factor: number;
  readonly name: string;
}

/** A short run is played slowly, and a long one fast. The first one is chosen. */
export function speedsOf({ lastsMs }: Run): Speed[] {
  const real = { factor: 1, name: 'real time' };
  return lastsMs < 5_000
    ? [
        { factor: 1 / 16, name: '16 times slower' },
        { factor: 1 / 64, name: '64 times slower' },
        { factor: 1 / 4, name: '4 times slower' },
        real,
      ]
    : [{ factor: 4, name: '4 times faster' }, { factor: 16, name: '16 times faster' }, real];
}

// The picture of several clients at one server, drawn from recorded events. The demos of
// chapters 08 to 14 draw the same one, and so does `npm start -- clients`, so the models
// can be compared.

/** What can happen to a client, with its letter in the picture and its meaning. */
const STEPS = {
  connected: ['C', 'connected'],
  sent: ['S', 'its send returned'],
  'half sent': ['H', 'half a frame sent'],
  /** The server has accepted it, as its log says: no letter, but `=` from here. */
  accepted: ['', ''],
  answered: ['A', 'its answer came'],
  refused: ['U', 'refused as UNAVAILABLE'],
  broken: ['?', 'no answer of the protocol'],
  ended: ['E', 'ended by the server'],
  reset: ['R', 'reset'],
  'not connected': ['X', 'no connection'],
  left: ['L', 'left'],
} as const;

export type Step = keyof typeof STEPS;

export interface TimelineEvent {
  /** On the recorder's clock; the picture begins at the first event. */
  readonly atMs: number;
  readonly client: string;
  readonly step: Step;
  /**
   * Shown after the client's line: the worker that serves it, `process 4711`, or a code,
   * `ECONNRESET`.
   */
  readonly note?: string;
}

const WAITING = '.';
const SERVED = '=';

/** The letter of a step in the picture; empty for one that has none. */
export function stepLetter(step: Step): string {
  return STEPS[step][0];
}

/** What the letters mean, only for the steps that are in the picture. */
export function legendOf(steps: Iterable<Step>): string {
  const seen = new Set(steps);
  const letters = (Object.keys(STEPS) as Step[]).flatMap((step) => {
    const [letter, meaning] = STEPS[step];
    return seen.has(step) && letter !== '' ? [`${letter} ${meaning}`] : [];
  });
  return [...letters, '  . waits', '= is served'].join('  ');
}

export const LEGEND = legendOf(['connected', 'sent', 'answered', 'left']);

/** Below this, quarters are not about whole milliseconds. */
const FEW_MS = 10;

/**
 * A line for each client, in the order in which the events name them, under a scale of
 * ms.
 */
export function drawTimeline(events: readonly TimelineEvent[], columns = 60): string {
  const sorted = [...events].sort((a, b) => a.atMs - b.atMs);
  const startMs = sorted[0]?.atMs ?? 0;
  const lengthMs = Math.max((sorted.at(-1)?.atMs ?? 0) - startMs, 1);
  const columnOf = (atMs: number): number =>
    Math.floor(((atMs - startMs) / lengthMs) * (columns - 1));
  const clients = [...new Set(events.map(({ client }) => client))];
  const labelWidth = Math.max('ms'.length, ...clients.map((client) => client.length)) + 2;
  const rows = clients.map((client) => {
    const own = sorted.filter((event) => event.client === client);
    const note = own.flatMap((event) => event.note ?? []).join(', ');
    const row = drawRow(own, columnOf).padEnd(note === '' ? 0 : columns + 2);
    return `${client.padEnd(labelWidth)}${row}${note}`;
  });
  return [`${'ms'.padEnd(labelWidth)}${scale(lengthMs, columns)}`, ...rows].join('\n');
}

function drawRow(events: readonly TimelineEvent[], columnOf: (atMs: number) => number): string {
  let row = '';
  let state = ' ';
  for (const { atMs, step } of events) {
    row = row.padEnd(columnOf(atMs), state);
    if (step === 'accepted' || step === 'answered') state = SERVED;
    else if (step === 'connected' && state === ' ') state = WAITING;
    row += STEPS[step][0]; // two events in one column are drawn side by side
  }
  return row;
}

/**
 * Five numbers, each above its column: 0, a quarter, half, three quarters, the end. Of a
 * short time with a decimal place, since whole milliseconds would repeat.
 */
function scale(lengthMs: number, columns: number): string {
  const places = lengthMs < FEW_MS ? 1 : 0;
  let line = '';
  for (const part of [0, 0.25, 0.5, 0.75, 1]) {
    line =
      line.padEnd(Math.floor(part * (columns - 1))) +
      (lengthMs * part).toFixed(part === 0 ? 0 : places);
  }
  return line;
}

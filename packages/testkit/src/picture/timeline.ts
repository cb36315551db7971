// The picture of several clients at one server, drawn from recorded events. The demos of
// chapters 08 to 14 draw the same one, so the models can be compared.

/**
 * A client's connect succeeded, its send returned, it was accepted, answered, and left.
 */
export type Step = 'connected' | 'sent' | 'accepted' | 'answered' | 'left';

export interface TimelineEvent {
  /** By the recorder's clock; the picture begins at the first event. */
  readonly atMs: number;
  readonly client: string;
  readonly step: Step;
  /** For `accepted`, in a model with workers: the one that serves it, `process 4711`. */
  readonly by?: string;
}

const LETTERS: Readonly<Partial<Record<Step, string>>> = {
  connected: 'C',
  sent: 'S',
  answered: 'A',
  left: 'L',
};
const WAITING = '.';
const SERVED = '=';

export const LEGEND =
  'C connected  S its send returned  A its answer came  L left    . waits  = is served';

/** A line for each client, in the order of their first events, under a scale of ms. */
export function drawTimeline(events: readonly TimelineEvent[], columns = 60): string {
  const sorted = [...events].sort((a, b) => a.atMs - b.atMs);
  const startMs = sorted[0]?.atMs ?? 0;
  const lengthMs = Math.max((sorted.at(-1)?.atMs ?? 0) - startMs, 1);
  const columnOf = (atMs: number): number =>
    Math.floor(((atMs - startMs) / lengthMs) * (columns - 1));
  const clients = [...new Set(sorted.map(({ client }) => client))];
  const labelWidth = Math.max('ms'.length, ...clients.map((client) => client.length)) + 2;
  const rows = clients.map((client) => {
    const own = sorted.filter((event) => event.client === client);
    const by = own.flatMap((event) => event.by ?? []).join(', ');
    const row = drawRow(own, columnOf).padEnd(by === '' ? 0 : columns + 2);
    return `${client.padEnd(labelWidth)}${row}${by}`;
  });
  return [`${'ms'.padEnd(labelWidth)}${scale(lengthMs, columns)}`, ...rows].join('\n');
}

function drawRow(events: readonly TimelineEvent[], columnOf: (atMs: number) => number): string {
  let row = '';
  let state = ' ';
  for (const { atMs, step } of events) {
    row = row.padEnd(columnOf(atMs), state);
    if (step === 'accepted') state = SERVED;
    else if (step === 'connected' && state === ' ') state = WAITING;
    row += LETTERS[step] ?? ''; // two events of one column stand side by side
  }
  return row;
}

/** Five numbers, each above its column: 0, a quarter, half, three quarters, the end. */
function scale(lengthMs: number, columns: number): string {
  let line = '';
  for (const part of [0, 0.25, 0.5, 0.75, 1]) {
    line = line.padEnd(Math.floor(part * (columns - 1))) + String(Math.round(lengthMs * part));
  }
  return line;
}

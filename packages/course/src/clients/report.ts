// What held clients have seen: as a timeline, as one line, as JSON, and as an exit code.

import { drawTimeline, legendOf, type TimelineEvent } from '@bytes-up/testkit';
import type { HeldClient } from './held-client';
import type { Plan } from './plan';

/** How many clients are drawn at most: the first ones and the last ones. */
const DRAWN_FIRST = 15;
const DRAWN_LAST = 5;
/**
 * The most that a line of the timeline needs besides its columns: letters side by side.
 */
const SLACK = 8;
const MIN_COLUMNS = 12;

/** Numbers of clients. One that was answered and then reset counts in both. */
export interface Summary {
  readonly clients: number;
  /** All their calls were answered. */
  readonly answered: number;
  /** Left with unanswered calls, without any word from the server. */
  readonly waiting: number;
  readonly reset: number;
  readonly refused: number;
  /** The server ended their connections. */
  readonly ended: number;
  /** What it received was not an answer of the protocol. */
  readonly broken: number;
  readonly notConnected: number;
}

export function summaryOf(clients: readonly HeldClient[], plan: Plan): Summary {
  const count = (holds: (client: HeldClient) => boolean): number => clients.filter(holds).length;
  const calls = plan.request === undefined ? 0 : plan.times;
  const isAnswered = (client: HeldClient): boolean => calls > 0 && client.answers === calls;
  return {
    clients: clients.length,
    answered: count(isAnswered),
    waiting: count(
      (client) => calls > 0 && !isAnswered(client) && client.has('left') && !client.has('refused'),
    ),
    reset: count((client) => client.has('reset')),
    refused: count((client) => client.has('refused')),
    ended: count((client) => client.has('ended')),
    broken: count((client) => client.has('broken')),
    notConnected: count((client) => client.has('not connected')),
  };
}

/** `8 answered, 2 waiting, 0 reset`, and every other count that is not 0. */
export function summaryLine(summary: Summary, plan: Plan): string {
  const { clients, answered, waiting, reset, refused, ended, broken, notConnected } = summary;
  const rare = [
    [refused, 'refused'],
    [ended, 'ended by the server'],
    [broken, 'with a broken answer'],
    [notConnected, 'not connected'],
  ] as const;
  const asked =
    plan.request === undefined
      ? [`${clients - notConnected} connected, nothing asked`]
      : [`${answered} answered, ${waiting} waiting`];
  const others = rare.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  return [...asked, `${reset} reset`, ...others].join(', ');
}

/** 0 if all were answered, or nothing was asked and nothing went wrong; otherwise 1. */
export function exitCodeOf(summary: Summary, plan: Plan): 0 | 1 {
  const { clients, answered, refused, reset, broken, notConnected } = summary;
  const failed = refused + reset + broken + notConnected;
  return plan.request === undefined ? (failed === 0 ? 0 : 1) : answered === clients ? 0 : 1;
}

/** The picture of chapters 08 to 14, with its legend, no wider than `width`. */
export function pictureOf(clients: readonly HeldClient[], width: number): string {
  const isDrawn = ({ number }: HeldClient): boolean =>
    number <= DRAWN_FIRST || number > clients.length - DRAWN_LAST;
  const drawn = clients.filter(isDrawn);
  const rows = drawn.map((client) => eventsOf(client, Math.floor(width / 3)));
  const events = rows.flat();
  const labelWidth = `client ${clients.length}`.length + 2;
  const noteWidth = Math.max(...rows.map(noteWidthOf));
  const columns = Math.max(MIN_COLUMNS, width - labelWidth - noteWidth - SLACK);
  const lines = drawTimeline(events, columns).split('\n');
  const left = clients.length - drawn.length;
  if (left > 0) lines.splice(1 + DRAWN_FIRST, 0, `${left} more`);
  return [...lines, '', wrap(legendOf(events.map(({ step }) => step)), width)].join('\n');
}

/** Everything that was seen, with times from the first event, in milliseconds. */
export function reportOf(clients: readonly HeldClient[], plan: Plan): object {
  const startMs = Math.min(...clients.flatMap(({ seen }) => seen[0]?.atMs ?? []));
  return {
    ...plan.address,
    summary: summaryOf(clients, plan),
    clients: clients.map(({ number, answers, seen }) => ({
      client: number,
      answers,
      seen: seen.map(({ atMs, ...rest }) => ({ atMs: round(atMs - startMs), ...rest })),
    })),
  };
}

/** @param noteWidth of all notes together, which follow the client's line */
function eventsOf({ number, seen }: HeldClient, noteWidth: number): TimelineEvent[] {
  let room = noteWidth;
  return seen.map(({ atMs, step, note = '' }) => {
    const short = note.slice(0, Math.max(0, room));
    room -= short.length + ', '.length;
    return { atMs, step, client: `client ${number}`, ...(short !== '' && { note: short }) };
  });
}

function noteWidthOf(events: readonly TimelineEvent[]): number {
  return events.flatMap(({ note }) => note ?? []).join(', ').length;
}

/** To a microsecond: the clock is no more accurate than that. */
function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** Breaks between the legend's entries, which two spaces separate. */
function wrap(legend: string, width: number): string {
  const lines: string[] = [];
  for (const entry of legend.split(/ {2,}/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 2 + entry.length > width) lines.push(entry);
    else lines[lines.length - 1] = `${last}  ${entry}`;
  }
  return lines.join('\n');
}

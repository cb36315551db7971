// The recorded runs of chapters as a player (theme/player). In the terminal the same
// recording is the text that the page has below `<!-- run ../../FILE.json -->`.

import path from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import type { Summary } from '../../packages/17-distributed-rpc/src/demo/summary.js';
import type { RecordedRun } from '../../packages/testkit/src/picture/recorded-run.js';
import {
  legendOf,
  stepLetter,
  type Step,
  type TimelineEvent,
} from '../../packages/testkit/src/picture/timeline.js';
import { escapeHtml } from './escape-html.js';
import { readSource } from './repository.js';
import type { Bar, Row, Run, RunEvent } from './theme/player/run.js';

/** A part of a recording, `#tables`, stays text. */
const COMMENT = /^<!-- run ([^\s#]+) -->/;

export function runs(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence;
  if (!fence) throw new Error('VitePress has no rule for fences: runs cannot be played');
  md.renderer.rules.fence = (tokens, index, options, env: { relativePath?: string }, ...rest) => {
    const [, file] = COMMENT.exec(tokens[index - 1]?.content ?? '') ?? [];
    if (file === undefined) return fence(tokens, index, options, env, ...rest);
    const page = path.posix.dirname(`docs/${env.relativePath ?? ''}`);
    const recording = JSON.parse(readSource(path.posix.join(page, file))) as RecordedRun | FaultRun;
    const run = 'events' in recording ? clientsRun(recording) : faultRun(recording);
    return `<RunPlayer :run="${escapeHtml(JSON.stringify(run))}" />\n`;
  };
}

/** What a step of a client is, as one says it, with the system call that returned. */
const SAID: Readonly<Record<Step, string>> = {
  connected: 'is connected: its connect returns',
  sent: 'has sent its request: its send returns',
  'half sent': 'has sent half a frame: its send returns',
  accepted: 'is served: the server logs “opened”',
  answered: 'has its answer: its recv returns',
  refused: 'is refused with UNAVAILABLE',
  broken: 'receives what is no answer of the protocol',
  ended: 'is closed by the server: its recv returns 0',
  reset: 'is reset: its recv fails with ECONNRESET',
  'not connected': 'cannot connect',
  left: 'leaves: it calls close',
};

export function clientsRun({ command, machine, events }: RecordedRun): Run {
  const names = [...new Set(events.map(({ client }) => client))];
  const lastsMs = Math.max(1, ...events.map(({ atMs }) => atMs));
  // After the letters it says what the terminal draws between them.
  const [letters = ''] = legendOf(events.map(({ step }) => step)).split('    ');
  return {
    title: `${names.length} clients of one server, from the first connection to the last close`,
    machine,
    command,
    lastsMs,
    rows: names.map((name) => clientRow(name, events, lastsMs)),
    events: events.map(({ atMs, client, step, note }) => ({
      atMs,
      row: names.indexOf(client),
      letter: stepLetter(step),
      subject: client,
      text: note === undefined ? SAID[step] : SAID[step].replace('served', `served by ${note}`),
    })),
    legend: `${letters.replaceAll('  ', ', ')}. A thin line: it waits. A bar: it is served.`,
  };
}

/** As drawTimeline draws it: it waits from `connected`, and is served from `accepted`. */
function clientRow(name: string, events: readonly TimelineEvent[], lastsMs: number): Row {
  const own = events.filter(({ client }) => client === name);
  const bars: Bar[] = [];
  let state: { readonly fromMs: number; readonly kind: Bar['kind'] } | undefined;
  const end = (atMs: number): void => {
    if (state !== undefined && atMs > state.fromMs)
      bars.push({ ...state, toMs: atMs, strength: 1 });
    state = undefined;
  };
  for (const { atMs, step } of own) {
    const isServed = state?.kind === 'served';
    if (!isServed && (step === 'accepted' || step === 'answered')) {
      end(atMs);
      state = { fromMs: atMs, kind: 'served' };
    } else if (step === 'connected' && state === undefined) state = { fromMs: atMs, kind: 'waits' };
    else if (ENDS.has(step)) end(atMs);
  }
  end(lastsMs);
  const note = [...new Set(own.flatMap((event) => event.note ?? []))].join(', ');
  return { name, bars, ...(note === '' ? {} : { note }) };
}

const ENDS: ReadonlySet<Step> = new Set(['left', 'ended', 'reset', 'not connected']);

export interface FaultRun extends Summary {
  readonly command: string;
  readonly machine: string;
}

/** Four shades, as in the terminal. */
const SHADES = 4;

export function faultRun(recording: FaultRun): Run {
  const { command, machine, lastsMs, answered, retried, lost, faults } = recording;
  const most = Math.max(1, ...Object.values(answered).flat());
  const shade = (count: number): number => Math.ceil((count / most) * SHADES) / SHADES;
  const failed = (count: number): number => (count === 0 ? 0 : 1);
  return {
    title: 'Three servers under load, and one fault after another',
    machine,
    command,
    lastsMs,
    rows: [
      ...Object.entries(answered).map(([letter, counts]) => ({
        name: `server ${letter}`,
        bars: barsOf(counts.map(shade), 'served', lastsMs),
      })),
      { name: 'retried attempts', bars: barsOf(retried.map(failed), 'failed', lastsMs) },
      { name: 'lost calls', bars: barsOf(lost.map(failed), 'failed', lastsMs) },
    ],
    events: faults.flatMap(faultEvents).sort((a, b) => a.atMs - b.atMs),
    legend:
      'Bars: calls that each server answered, the stronger the more. Retried: attempts that another one followed. Lost: calls that failed. Numbers: the faults.',
  };
}

function faultEvents(fault: FaultRun['faults'][number], index: number): RunEvent[] {
  const { name, atMs, listRightAfterMs, failedAttempts, lastFailureAfterMs } = fault;
  const subject = `fault ${index + 1}:`;
  const attempts = failedAttempts === 1 ? '1 attempt' : `${failedAttempts} attempts`;
  return [
    { atMs, letter: String(index + 1), subject, text: name },
    ...(lastFailureAfterMs === undefined
      ? []
      : [
          {
            atMs: atMs + lastFailureAfterMs,
            letter: '',
            subject,
            text: `the last of ${attempts} fails, ${lastFailureAfterMs} ms after it`,
          },
        ]),
    {
      atMs: atMs + listRightAfterMs,
      letter: '',
      subject,
      text: `the client’s list is right, ${listRightAfterMs} ms after it`,
    },
  ];
}

/** Neighbours of one strength are one bar. */
function barsOf(strengths: readonly number[], kind: Bar['kind'], lastsMs: number): Bar[] {
  const at = (part: number): number => Math.round((part / strengths.length) * lastsMs);
  const bars: Bar[] = [];
  let from = 0;
  for (let part = 1; part <= strengths.length; part += 1) {
    const strength = strengths[from] ?? 0;
    if (strengths[part] === strength) continue;
    if (strength > 0) bars.push({ fromMs: at(from), toMs: at(part), kind, strength });
    from = part;
  }
  return bars;
}

// The recorded runs of chapters as a player (theme/player). In the terminal the same
// recording is the text that the page has below `<!-- run ../../FILE.json -->`.

import path from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import type { FaultSummary, Summary } from '../../packages/17-distributed-rpc/src/demo/summary.js';
import type { RecordedRun } from '../../packages/testkit/src/picture/recorded-run.js';
import {
  stepLetter,
  type Step,
  type TimelineEvent,
} from '../../packages/testkit/src/picture/timeline.js';
import { escapeHtml } from './escape-html.js';
import { runWordsOf, type RunWords } from './languages/run-words.js';
import { readSource } from './repository.js';
import type { Bar, Row, Run, RunEvent } from './theme/player/run.js';

/** A part of a recording, `#tables`, stays text. */
const COMMENT = /^<!-- run ([^\s#]+) -->/;
/** Around several runs, each below its title: on the site they have one clock. */
const BEGIN = /^<!-- runs -->/;
const END = /^<!-- \/runs -->/;

interface Env {
  /** From docs/. */
  readonly relativePath?: string;
}

export function runs(md: MarkdownRenderer): void {
  const fence = md.renderer.rules.fence;
  if (!fence) throw new Error('VitePress has no rule for fences: runs cannot be played');
  md.renderer.rules.fence = (tokens, index, options, env: Env, ...rest) => {
    const [, file] = COMMENT.exec(tokens[index - 1]?.content ?? '') ?? [];
    if (file === undefined) return fence(tokens, index, options, env, ...rest);
    return `<RunPlayer :run="${escapeHtml(JSON.stringify(readRun(file, env)))}" />\n`;
  };
  md.core.ruler.push('runs', ({ tokens, env }) => {
    const begin = tokens.findIndex(({ content }) => BEGIN.test(content));
    const end = tokens.findIndex(({ content }) => END.test(content));
    const [first] = tokens.slice(begin);
    if (begin < 0 || end < begin || first === undefined) return;
    const together: { title: string; run: Run }[] = [];
    let title = '';
    for (const { type, content } of tokens.slice(begin, end)) {
      const [, file] = COMMENT.exec(content) ?? [];
      if (type === 'inline') title = content;
      if (file !== undefined) together.push({ title, run: readRun(file, env as Env) });
    }
    first.content = `<RunsTogether :runs="${escapeHtml(JSON.stringify(together))}" />\n`;
    tokens.splice(begin + 1, end - begin);
  });
}

function readRun(file: string, { relativePath: page = '' }: Env): Run {
  const source = readSource(path.posix.join(path.posix.dirname(`docs/${page}`), file));
  const recording = JSON.parse(source) as RecordedRun | FaultRun;
  const words = runWordsOf(page);
  return 'events' in recording
    ? clientsRun(recording, words.clients)
    : faultRun(recording, words.faults);
}

export function clientsRun(
  { command, machine, events }: RecordedRun,
  words: RunWords['clients'],
): Run {
  const names = [...new Set(events.map(({ client }) => client))];
  const lastsMs = Math.max(1, ...events.map(({ atMs }) => atMs));
  return {
    title: words.title(names.length),
    machine,
    command,
    lastsMs,
    rows: names.map((name) => clientRow(name, events, lastsMs)),
    events: events.map(({ atMs, client, step, note }) => ({
      atMs,
      row: names.indexOf(client),
      letter: stepLetter(step),
      subject: client,
      text: words.step(step, note),
    })),
    legend: words.legend(events.map(({ step }) => step)),
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

export function faultRun(recording: FaultRun, words: RunWords['faults']): Run {
  const { command, machine, lastsMs, answered, retried, lost, faults } = recording;
  const most = Math.max(1, ...Object.values(answered).flat());
  const shade = (count: number): number => Math.ceil((count / most) * SHADES) / SHADES;
  const failed = (count: number): number => (count === 0 ? 0 : 1);
  return {
    title: words.title,
    machine,
    command,
    lastsMs,
    rows: [
      ...Object.entries(answered).map(([letter, counts]) => ({
        name: words.server(letter),
        bars: barsOf(counts.map(shade), 'served', lastsMs),
      })),
      { name: words.retried, bars: barsOf(retried.map(failed), 'failed', lastsMs) },
      { name: words.lost, bars: barsOf(lost.map(failed), 'failed', lastsMs) },
    ],
    events: faults
      .flatMap((fault, index) => faultEvents(fault, index, words))
      .sort((a, b) => a.atMs - b.atMs),
    legend: words.legend,
  };
}

function faultEvents(
  { name, atMs, listRightAfterMs, failedAttempts, lastFailureAfterMs }: FaultSummary,
  index: number,
  words: RunWords['faults'],
): RunEvent[] {
  const subject = words.fault(index + 1);
  const after = (ms: number, text: string): RunEvent => {
    return { atMs: atMs + ms, letter: '', subject, text };
  };
  return [
    { atMs, letter: String(index + 1), subject, text: name },
    ...(lastFailureAfterMs === undefined
      ? []
      : [after(lastFailureAfterMs, words.lastFailure(failedAttempts, lastFailureAfterMs))]),
    after(listRightAfterMs, words.listRight(listRightAfterMs)),
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

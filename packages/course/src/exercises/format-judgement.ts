// A judgement on one screen: the stages, the first failed case in the task's order, and
// the number of the others.

import type { Failure } from '@bytes-up/testkit';
import type { Context } from '../context';
import type { Exercise } from './exercise';
import { hasPassed, stagesPassed, type Judgement, type StageOutcome } from './judge-file';
import { myName } from './my-work';
import type { Printed } from './printed-by-case';
import type { TypeErrors } from './types/type-errors';
import { wrapVisible as wrap, visible, wrapCommand } from './wrap';

type Style = Pick<Context, 'colors' | 'width'>;

/** A judgement is one screen of a small terminal. */
export const SCREEN_ROWS = 24;
/** The share of the screen for what the learner's code printed, if there is room. */
const PRINTED_ROWS = 9;
/** A first line, a gap, a last line. */
const LEAST_ROWS = 3;
/** Lines shown of a connection's exchange, and of a program's log. */
const EXCHANGE_ROWS = 4;
const LOG_ROWS = 2;
const LABEL = 10;
/** Lines shown of the given, expected or actual value. */
const MAX_LINES = 3;

interface Layout {
  readonly isSpaced: boolean;
  readonly maxLines: number;
}

/** The first one in which a failure fits on the screen. */
const LAYOUTS: readonly Layout[] = [
  { isSpaced: true, maxLines: MAX_LINES },
  { isSpaced: false, maxLines: MAX_LINES },
  { isSpaced: false, maxLines: 2 },
];

export function formatJudgement(
  exercise: Exercise,
  judgement: Judgement,
  style: Style,
  {
    all = false,
    types,
    screenRows = SCREEN_ROWS,
  }: { all?: boolean; types?: TypeErrors | undefined; screenRows?: number } = {},
): string {
  const failed = judgement.outcomes.filter(({ failure }) => failure !== undefined);
  const shown = all ? failed : failed.slice(0, 1);
  const head = [...heading(exercise, judgement, style), ...whyUnjudged(exercise, judgement, style)];
  const counts = summary(exercise, judgement, failed.length - shown.length, style);
  const around = head.length + counts.length + 2;
  const layouts = LAYOUTS.map((layout) => shown.map((one) => formatFailure(one, style, layout)));
  const failures =
    (all ? undefined : layouts.find((layout) => around + layout.flat().length <= screenRows)) ??
    layouts[all ? 0 : layouts.length - 1] ??
    [];
  const left = screenRows - head.length - failures.flat().length - counts.length - 3;
  const tail = [...typeLines(exercise, types, style, all ? Infinity : left), ...counts];
  const room = screenRows - head.length - failures.flat().length - tail.length - 2;
  const rows = all ? Infinity : Math.min(room, PRINTED_ROWS);
  const lines = [
    ...head,
    ...printed(judgement.printed, style, rows),
    ...shown.flatMap((outcome, at) => [
      ...(failures[at] ?? []),
      ...printed(outcome.printed, style, rows),
    ]),
    ...tail,
  ];
  return lines.map((line) => `${line === '' ? '' : `  ${line}`}\n`).join('');
}

function heading(exercise: Exercise, judgement: Judgement, { colors, width }: Style): string[] {
  const passed = stagesPassed(judgement);
  const lines = [colors.bold(exercise.title)];
  if (judgement.unjudged !== undefined || judgement.stages.length < 2) return lines;
  const marks = judgement.stages.map(({ title }, at) => {
    if (at < passed) return colors.green(`✔ ${title}`);
    return at === passed ? colors.red(`✗ ${title}`) : colors.dim(`· ${title}`);
  });
  const together = judgement.stages.map(({ title }) => `✔ ${title}`).join('   ');
  return [...lines, ...(together.length <= width - 2 ? [marks.join('   ')] : marks)];
}

function whyUnjudged(exercise: Exercise, judgement: Judgement, style: Style): string[] {
  const { unjudged, cutShort, given, missing } = judgement;
  const { colors } = style;
  const lines: string[] = [];
  if (unjudged !== undefined) {
    const where = unjudged.at ?? myName(exercise);
    lines.push('', ...colored(`${where}: ${unjudged.why}`, style, colors.red));
  }
  if (cutShort !== undefined) lines.push('', ...colored(`✗ ${cutShort}`, style, colors.red));
  if (given !== undefined) lines.push('', ...labelled('given', given, room(style)));
  // Unless a failed case already says that the name is missing.
  const isTold = judgement.outcomes.some(({ title }) => title.endsWith(' is there'));
  if (missing.length > 0 && unjudged === undefined && !isTold) {
    lines.push(
      '',
      ...wrap(`${myName(exercise)} does not export ${missing.join(', ')} yet.`, room(style)),
    );
  }
  return lines;
}

function formatFailure(
  { title, section, failure }: StageOutcome,
  style: Style,
  { isSpaced, maxLines }: Layout,
): string[] {
  const { colors } = style;
  const lines = [
    '',
    ...colored(`✗ ${title}`, style, colors.red),
    '',
    ...details(failure, room(style), maxLines),
    '',
    ...wrap(`The task says so under "${section}".`, room(style)),
  ];
  return isSpaced ? lines : lines.filter((line) => line !== '');
}

function details(failure: Failure | undefined, width: number, maxLines: number): string[] {
  if (failure === undefined) return [];
  const { given, expected, came, at, bytes, note, again } = failure;
  // the same number of bytes on both sides; the bytes themselves follow
  const isSaid = bytes !== undefined && expected === came;
  return [
    ...(given === undefined ? [] : labelled('given', given, width, maxLines)),
    ...(isSaid ? [] : labelled('expected', expected, width, maxLines)),
    ...(isSaid ? [] : labelled('got', came, width, maxLines)),
    ...(at === undefined ? [] : labelled('at', at, width, maxLines)),
    ...(bytes === undefined ? [] : ['', ...caret(bytes, width)]),
    ...(note === undefined ? [] : ['', ...wrap(note, width)]),
    ...told('exchange', failure.exchange, EXCHANGE_ROWS, width),
    ...told('log', failure.log, LOG_ROWS, width),
    ...(again === undefined ? [] : beside('again', wrapCommand(again, width - LABEL))),
  ];
}

/** TypeScript's first errors, for a check that ends after the judgement. */
export function formatTypes(
  exercise: Exercise,
  types: TypeErrors,
  style: Style,
  rows = Infinity,
): string {
  if (types.count === 0) return '';
  const lines = typeLines(exercise, types, style, rows);
  return lines.map((line) => `${line === '' ? '' : `  ${line}`}\n`).join('');
}

/**
 * Type errors do not decide the verdict, but they are often the cause of a failure. They
 * are whole if there are enough rows, else one line each, else only the first is shown,
 * in place of the blank line.
 */
function typeLines(
  exercise: Exercise,
  types: TypeErrors | undefined,
  style: Style,
  rows: number,
): string[] {
  if (types === undefined || types.count === 0) return [''];
  const { first, count } = types;
  const errors = first.map(({ line, message }) =>
    visible(`${myName(exercise)}:${line} ${message}`),
  );
  const more = count - first.length;
  const width = room(style) - LABEL;
  const counted = more > 0 ? [`and ${more} more`] : [];
  const lines = (each: (error: string) => readonly string[]): string[] =>
    beside('types', [...errors.flatMap(each), ...counted]);
  const short = lines((error) => [error.length <= width ? error : `${error.slice(0, width - 1)}…`]);
  const long = lines((error) => firstLines(error, width, MAX_LINES));
  const fits = [long, short].find(({ length }) => length + 1 <= rows);
  return fits === undefined ? short.slice(0, 1) : ['', ...fits, ''];
}

/** At most `rows` lines; if there are more, the middle is left out. */
function told(
  label: string,
  lines: readonly string[] | undefined,
  rows: number,
  width: number,
): string[] {
  if (lines === undefined || lines.length === 0) return [];
  const head = Math.floor((rows - 1) / 2);
  const shown =
    lines.length <= rows
      ? lines
      : [...lines.slice(0, head), '…', ...lines.slice(lines.length - (rows - 1 - head))];
  return beside(
    label,
    shown.map((line) => visible(line).slice(0, width - LABEL)),
  );
}

function beside(label: string, lines: readonly string[]): string[] {
  return lines.map((line, at) => (at === 0 ? label : '').padEnd(LABEL) + line);
}

function labelled(label: string, text: string, width: number, maxLines = MAX_LINES): string[] {
  return beside(label, firstLines(text, width - LABEL, maxLines));
}

function firstLines(text: string, width: number, maxLines: number): string[] {
  const lines = wrap(text, width);
  return lines.length <= maxLines ? lines : [...lines.slice(0, maxLines - 1), '…'];
}

/** Both sides around the first byte that differs, and a caret under it. */
export function caret(
  { expected, came }: { readonly expected: string; readonly came: string },
  width: number,
): string[] {
  const [wanted, got] = [expected, came].map((hex) => (hex === '' ? [] : hex.split(' ')));
  if (wanted === undefined || got === undefined) return [];
  const longest = Math.max(wanted.length, got.length);
  let at = 0;
  while (at < longest && wanted[at] === got[at]) at++;
  const fits = Math.max(4, Math.floor((width - LABEL - 4) / 3));
  const from = at < fits - 2 ? 0 : at - Math.floor(fits / 2);
  const row = (bytes: readonly string[]): string => {
    const part = bytes.slice(from, from + fits).join(' ');
    const end = bytes.length > from + fits ? ' …' : '';
    return `${from > 0 ? '… ' : ''}${part}${end}`;
  };
  const indent = LABEL + (from > 0 ? 2 : 0) + (at - from) * 3;
  const note = ` byte ${at}`;
  return [
    'expected'.padEnd(LABEL) + row(wanted),
    'got'.padEnd(LABEL) + (got.length === 0 ? 'no byte' : row(got)),
    indent + 2 + note.length <= width
      ? `${' '.repeat(indent)}^^${note}`
      : `${' '.repeat(indent - note.length)}${note.trimStart()} ^^`,
  ];
}

/** At most `rows` rows of what the learner's code printed: its first and last lines. */
function printed(printed: Printed | undefined, style: Style, rows: number): string[] {
  if (printed === undefined) return [];
  const { count, first, last } = printed;
  const lines = `${count.toLocaleString('en-US')} line${count === 1 ? '' : 's'}`;
  if (rows < Math.min(count, LEAST_ROWS))
    return ['', ...wrap(`Your code printed ${lines}; verify --all shows them.`, room(style))];
  const known = [...first, ...last];
  const isWhole = known.length === count && known.length <= rows;
  const each = Math.floor((rows - 1) / 2);
  const ends = isWhole
    ? [known]
    : [first.slice(0, each), (last.length > 0 ? last : first).slice(-each)];
  const rowsOfLine = isWhole ? Math.floor(rows / known.length) : 1;
  const [head = [], tail] = ends.map((lines) =>
    lines.flatMap((line) => cut(line, rowsOfLine, style)),
  );
  const shown = tail === undefined ? head : [...head, '…', ...tail];
  return ['', `Your code printed ${lines}:`, ...shown.map((line) => `  ${line}`)];
}

/** A long line on at most `rows` rows; the rest is left out. */
function cut(line: string, rows: number, style: Style): string[] {
  const lines = wrap(line, room(style) - 2);
  if (lines.length <= rows) return lines;
  const last = lines[rows - 1] ?? '';
  return [...lines.slice(0, rows - 1), `${last.slice(0, room(style) - 4)} …`];
}

function summary({ id }: Exercise, judgement: Judgement, notShown: number, style: Style): string[] {
  const { colors } = style;
  const { outcomes, stages, tookMs, unjudged, isInCase } = judgement;
  const all = stages.reduce((sum, { cases }) => sum + cases, 0);
  const good = outcomes.filter(({ failure }) => failure === undefined).length;
  const took = `in ${(tookMs / 1000).toFixed(1)} s`;
  if (hasPassed(judgement)) {
    const { ours } = judgement;
    const whose = ours.length > 0 ? `, with the course's own code (${ours.join(', ')})` : '';
    return colored(`✔ passed${whose}: ${good} cases ${took}`, style, colors.green);
  }
  if (unjudged !== undefined) return [`The task:    npm start -- exercise ${id}`];
  const tried = outcomes.length + (isInCase ? 1 : 0);
  const failed = tried - good;
  const notTried = Math.max(all - tried, 0);
  const counts = [
    `${good} of ${Math.max(all, tried)} cases passed ${took}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(notTried > 0 ? [`${notTried} not tried`] : []),
  ];
  return [
    ...wrap(`${counts.join(', ')}.`, room(style)),
    ...(notShown > 0 ? [`All of them: npm start -- verify ${id} --all`] : []),
    `A hint:      npm start -- hint ${id}`,
  ];
}

function colored(text: string, style: Style, color: (text: string) => string): string[] {
  return wrap(text, room(style)).map(color);
}

function room({ width }: Style): number {
  return width - 2;
}

// A judgement on one screen: the stages, the first failed case in the task's order, and
// the number of the others.

import type { Failure } from '@bytes-up/testkit';
import type { Context } from '../context';
import type { Exercise } from './exercise';
import { hasPassed, stagesPassed, type Judgement, type StageOutcome } from './judge-file';
import { myName } from './my-work';
import { wrap } from './wrap';

type Style = Pick<Context, 'colors' | 'width'>;

/** How many of the last lines that the learner's code printed are shown. */
const PRINTED_LINES = 8;
const LABEL = 10;
/** At most this many lines of what was given, expected or received. */
const MAX_LINES = 3;

export function formatJudgement(
  exercise: Exercise,
  judgement: Judgement,
  style: Style,
  { all = false }: { all?: boolean } = {},
): string {
  const failed = judgement.outcomes.filter(({ failure }) => failure !== undefined);
  const shown = all ? failed : failed.slice(0, 1);
  const lines = [
    ...heading(exercise, judgement, style),
    ...whyUnjudged(exercise, judgement, style),
    ...shown.flatMap((outcome) => ['', ...formatFailure(outcome, style)]),
    ...printed(judgement, style, all),
    '',
    ...summary(exercise, judgement, failed.length - shown.length, style),
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
  const { unjudged, cutShort, missing } = judgement;
  const { colors } = style;
  const lines: string[] = [];
  if (unjudged !== undefined) {
    const where = unjudged.at ?? myName(exercise);
    lines.push('', ...colored(`${where}: ${unjudged.why}`, style, colors.red));
  }
  if (cutShort !== undefined) lines.push('', ...colored(`✗ ${cutShort}`, style, colors.red));
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

function formatFailure({ title, section, failure }: StageOutcome, style: Style): string[] {
  const { colors } = style;
  return [
    ...colored(`✗ ${title}`, style, colors.red),
    '',
    ...details(failure, room(style)),
    '',
    ...wrap(`The task says so under "${section}".`, room(style)),
  ];
}

function details(failure: Failure | undefined, width: number): string[] {
  if (failure === undefined) return [];
  const { given, expected, came, at, bytes } = failure;
  return [
    ...(given === undefined ? [] : labelled('given', given, width)),
    ...labelled('expected', expected, width),
    ...labelled('got', came, width),
    ...(at === undefined ? [] : labelled('at', at, width)),
    ...(bytes === undefined ? [] : ['', ...caret(bytes, width)]),
  ];
}

function labelled(label: string, text: string, width: number): string[] {
  const lines = wrap(text, width - LABEL);
  const [first = '', ...more] = lines.slice(0, MAX_LINES);
  if (lines.length > MAX_LINES) more.splice(-1, 1, '…');
  return [label.padEnd(LABEL) + first, ...more.map((line) => ' '.repeat(LABEL) + line)];
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

function printed({ printed: text }: Judgement, style: Style, all: boolean): string[] {
  const lines = text.trimEnd().split('\n').filter(Boolean);
  if (lines.length === 0) return [];
  const some = all ? lines : lines.slice(-PRINTED_LINES);
  const left = lines.length - some.length;
  const more = left > 0 ? ` (the last ${some.length} lines)` : '';
  return [
    '',
    `Your code printed${more}:`,
    ...some.map((line) => `  ${line.slice(0, room(style) - 2)}`),
  ];
}

function summary({ id }: Exercise, judgement: Judgement, notShown: number, style: Style): string[] {
  const { colors } = style;
  const { outcomes, stages, tookMs, unjudged } = judgement;
  const all = stages.reduce((sum, { cases }) => sum + cases, 0);
  const good = outcomes.filter(({ failure }) => failure === undefined).length;
  const took = `in ${(tookMs / 1000).toFixed(1)} s`;
  if (hasPassed(judgement)) return [colors.green(`✔ passed: ${good} cases ${took}`)];
  if (unjudged !== undefined) return [`The task:    npm start -- exercise ${id}`];
  const failed = outcomes.length - good;
  const count = `${good} of ${Math.max(all, outcomes.length)} cases passed ${took}`;
  return [
    failed > 0 ? `${count}, ${failed} failed.` : `${count}.`,
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

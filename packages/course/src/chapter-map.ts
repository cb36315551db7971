// The map of the course: what each chapter has, and what this learner has done. The
// README's table shows the first half of it.

import { CHAPTERS, twoDigits, type Chapter } from './chapters';
import type { Context } from './context';
import { exercisesOf, type Exercise } from './exercises/exercise';
import { stateOf } from './exercises/exercise-progress';
import { countPredictions } from './predictions';
import { readProgress, readStages, STEPS, type Step } from './progress';
import { roomsOf, type Room, type Rooms } from './rooms';
import { isOn, isWhole, routeOf, type Route } from './routes';
import { displayWidth, padEnd } from './terminal/width';

/** The rooms in the order of work, each with the step that is done in it. */
export const ROOM_STEPS: readonly (readonly [room: Room, step: Step])[] = [
  ['page', 'read'],
  ['demo', 'demo'],
  ['server', 'served'],
  ['tests', 'tested'],
];

/** The columns after the titles, each named by what is typed, except for exercises. */
const COLUMNS = ['read', 'demo', 'predict', 'serve', 'test', 'do'] as const;
type Column = (typeof COLUMNS)[number];
/** A count such as `2/5` takes three columns. */
const COLUMN_WIDTHS = COLUMNS.map((name) => Math.max(name.length, 3));
const COLUMNS_WIDTH = COLUMN_WIDTHS.reduce((sum, width) => sum + width + 1, 0);

const WIDEST_TITLE = Math.max(...CHAPTERS.map(({ title }) => displayWidth(title)));
/** A title that is cut further says nothing. */
const MIN_TITLE_WIDTH = 20;
/** Before a title: the number and a space. */
const NUMBER_WIDTH = 3;

/** Narrower rows have no columns, because a row that wraps cannot be read. */
const LEAST_WIDTH = NUMBER_WIDTH + MIN_TITLE_WIDTH + COLUMNS_WIDTH;

/** What a row shows of a chapter: the steps that are asked for, and exercises or not. */
type Asked = Pick<Route, 'steps' | 'exercises'>;
const ALL: Asked = { steps: STEPS, exercises: true };

/** One line for each chapter, with an arrow before those of the chosen route. */
export function formatMap(
  context: Pick<Context, 'root' | 'colors' | 'progressFile' | 'width'>,
): string {
  const { colors } = context;
  const width = context.width - 2;
  const route = routeOf(context);
  const lines = CHAPTERS.map((chapter) => {
    const arrow = !isWhole(route) && isOn(route, chapter) ? '→' : ' ';
    const row = `${arrow} ${formatRow(context, chapter, width)}`;
    return exists(roomsOf(context.root, chapter))
      ? row.replaceAll('✔', colors.green('✔'))
      : colors.dim(row);
  });
  return [formatHead('', width, 2), ...lines, ''].join('\n');
}

/**
 * The line above the rows: a text, and the names of the columns.
 * @param indent how much further right than this line the rows begin; may be negative
 */
export function formatHead(text: string, width: number, indent: number): string {
  if (width < LEAST_WIDTH) return text;
  const labelWidth = indent + NUMBER_WIDTH + titleWidth(width);
  return `${padEnd(text, labelWidth)} ${formatColumns(COLUMNS)}`;
}

/** `03 Message protocols    ✔    ·    2/5           ·    0/6`: ticks for what is done. */
export function formatRow(
  context: Pick<Context, 'root' | 'progressFile'>,
  chapter: Chapter,
  width: number,
  asked = ALL,
): string {
  const label = formatLabel(chapter, width);
  if (width < LEAST_WIDTH) return label;
  if (!exists(roomsOf(context.root, chapter))) return `${label} not written yet`;
  const marks = marksOf(context, chapter, asked);
  return `${label} ${formatColumns(COLUMNS.map((column) => marks[column]))}`;
}

/** The number and the title, cut or padded so that the columns fit. */
export function formatLabel({ number, title }: Chapter, width: number): string {
  const most = titleWidth(width);
  const cut = displayWidth(title) > most ? `${title.slice(0, most - 1)}…` : title;
  return `${twoDigits(number)} ${padEnd(cut, most)}`;
}

function titleWidth(width: number): number {
  const room = width - NUMBER_WIDTH - (width < LEAST_WIDTH ? 0 : COLUMNS_WIDTH);
  return Math.min(Math.max(room, MIN_TITLE_WIDTH), WIDEST_TITLE);
}

function formatColumns(cells: readonly string[]): string {
  return cells
    .map((cell, at) => padEnd(cell, COLUMN_WIDTHS[at] ?? 0))
    .join(' ')
    .trimEnd();
}

/** A tick for what is done, a dot or a count for what is left; empty if there is none. */
function marksOf(
  { root, progressFile }: Pick<Context, 'root' | 'progressFile'>,
  chapter: Chapter,
  asked: Asked,
): Readonly<Record<Column, string>> {
  const rooms = roomsOf(root, chapter);
  const done = readProgress(progressFile).get(chapter.folder);
  const step = (room: Room, name: Step): string => {
    if (rooms[room] === undefined) return '';
    return done?.has(name) ? '✔' : asked.steps.includes(name) ? '·' : '';
  };
  const predictions = countPredictions({ root, progressFile }, chapter);
  const exercises = countExercises(progressFile, exercisesOf(root, chapter));
  return {
    read: step('page', 'read'),
    demo: step('demo', 'demo'),
    predict: formatCount(predictions.tried, predictions.all),
    serve: step('server', 'served'),
    test: step('tests', 'tested'),
    do: asked.exercises ? formatCount(exercises.passed, exercises.all) : '',
  };
}

function formatCount(done: number, all: number): string {
  if (all === 0) return '';
  return done === all ? '✔' : `${done}/${all}`;
}

/** True when a chapter has anything at all. */
export function exists(rooms: Rooms): boolean {
  return ROOM_STEPS.some(([room]) => rooms[room] !== undefined);
}

/** How many exercises there are, and how many have passed. */
export function countExercises(
  progressFile: string,
  exercises: readonly Exercise[],
): { readonly passed: number; readonly all: number } {
  const passed = exercises.filter(
    (each) => stateOf(progressFile, each).passedVersion !== undefined,
  );
  return { passed: passed.length, all: exercises.length };
}

/** Below the map: what its counts are, and the challenge, with their commands. */
export function formatWork({ root, progressFile }: Pick<Context, 'root' | 'progressFile'>): string {
  if (CHAPTERS.every((chapter) => exercisesOf(root, chapter).length === 0)) return '';
  const stages = readStages(progressFile).size;
  const lines = [
    'predict: how many of the predictions you have tried',
    '  npm start -- predict --list',
    'do: how many of the exercises have passed',
    '  npm start -- exercise',
    `Challenge, a server in any language: ${stages === 1 ? '1 stage' : `${stages} stages`} passed`,
    '  npm start -- challenge --list',
  ];
  return lines.map((line) => `  ${line}\n`).join('');
}

/** The README's chapter table, formatted as Prettier does it. */
export function markdownTable(root: string): string {
  const head = ['chapter', 'read', 'see', 'serve', 'test', 'do'];
  const rows = CHAPTERS.map((chapter) => {
    const rooms = roomsOf(root, chapter);
    const { number, folder, title } = chapter;
    const label = `${twoDigits(number)} ${title}`;
    const command = (room: Room, name: string): string =>
      rooms[room] === undefined ? '' : `\`${name} ${number}\``;
    return [
      exists(rooms) ? `[${label}](packages/${folder})` : label,
      rooms.page === undefined ? '' : `[page](docs/chapters/${folder}.md)`,
      command('demo', 'demo'),
      command('server', 'serve'),
      command('tests', 'test'),
      exercisesOf(root, chapter).length === 0 ? '' : `\`exercise ${number}\``,
    ];
  });
  return formatTable(head, rows);
}

/** A Markdown table, formatted as Prettier does it. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) =>
    Math.max(3, ...[head, ...rows].map((row) => displayWidth(row[at] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => padEnd(cell, widths[at] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line), ''].join('\n');
}

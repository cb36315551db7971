// The map of the course: what each chapter has, and what this learner has done. The
// README's table shows the first half of it.

import { CHAPTERS, twoDigits, type Chapter } from './chapters';
import type { Context } from './context';
import { exercisesOf, type Exercise } from './exercises/exercise';
import { stateOf } from './exercises/exercise-progress';
import { wrapWords } from './exercises/wrap';
import { countPredictions } from './predictions';
import { readProgress, readStages, type Progress, type Step } from './progress';
import { roomsOf, type Room, type Rooms } from './rooms';
import { isOn, isWhole, routeOf } from './routes';
import { displayWidth, padEnd } from './terminal/width';

/** The rooms in the order of work, each with the step that is done in it. */
export const ROOM_STEPS: readonly (readonly [room: Room, step: Step])[] = [
  ['page', 'read'],
  ['demo', 'demo'],
  ['server', 'served'],
  ['tests', 'tested'],
];

/** The width of the widest title, so that what follows the titles is aligned. */
export const TITLE_WIDTH = Math.max(...CHAPTERS.map(({ title }) => displayWidth(title)));

/** One line for each chapter, with an arrow before those of the chosen route. */
export function formatMap(context: Pick<Context, 'root' | 'colors' | 'progressFile'>): string {
  const { colors, root } = context;
  const progress = readProgress(context.progressFile);
  const route = routeOf(context);
  const lines = CHAPTERS.map((chapter) => {
    const rooms = roomsOf(root, chapter);
    const arrow = !isWhole(route) && isOn(route, chapter) ? '→' : ' ';
    const label = `${arrow} ${twoDigits(chapter.number)}  ${padEnd(chapter.title, TITLE_WIDTH)}`;
    if (!exists(rooms)) return colors.dim(`${label}    not written yet`);
    return `${label}  ${formatRooms(chapter, rooms, progress, colors)}`.trimEnd();
  });
  return `${lines.join('\n')}\n`;
}

/**
 * `✔ page    demo    server  ✔ tests`: a tick before what is done, a gap for what the
 * chapter does not have.
 */
export function formatRooms(
  chapter: Chapter,
  rooms: Rooms,
  progress: Progress,
  colors: Context['colors'],
): string {
  const done = progress.get(chapter.folder);
  return ROOM_STEPS.map(([room, step]) => {
    if (rooms[room] === undefined) return ' '.repeat(room.length + 2);
    return done?.has(step) ? colors.green(`✔ ${room}`) : `  ${room}`;
  }).join('  ');
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

/** Predictions and exercises by chapter, and the challenge, with their commands. */
export function formatWork({
  root,
  progressFile,
  width,
}: Pick<Context, 'root' | 'progressFile' | 'width'>): string {
  const counts = CHAPTERS.flatMap((chapter) => {
    const { passed, all } = countExercises(progressFile, exercisesOf(root, chapter));
    return all === 0 ? [] : [`${twoDigits(chapter.number)}: ${passed} of ${all}`];
  });
  if (counts.length === 0) return '';
  const tried = CHAPTERS.flatMap((chapter) => {
    const { tried, all } = countPredictions({ root, progressFile }, chapter);
    return all === 0 ? [] : [`${twoDigits(chapter.number)}: ${tried} of ${all}`];
  });
  const stages = readStages(progressFile).size;
  const lines = [
    ...(tried.length === 0
      ? []
      : [
          ...wrapWords(`Predictions tried, by chapter: ${tried.join(', ')}`, width - 2),
          '  npm start -- predict --list',
        ]),
    ...wrapWords(`Exercises passed, by chapter: ${counts.join(', ')}`, width - 2),
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

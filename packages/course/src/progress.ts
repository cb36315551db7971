// What this learner has done, kept as plain lines in .bytes-up-progress at the checkout's
// root:
//   03-codec read 2025-01-31
//   03-rpc-frames v1 passed 2025-01-31
//   challenge stage-1 2025-01-31
//   route two-hours 2025-01-31
//   03-codec predicted ping-frame "13 bytes" "17 bytes" 2025-01-31
// The second is an exercise's (exercises/exercise-progress.ts): v1 is the task's version.
// The last is a prediction: what was guessed, and what the experiment came to.
// Users may edit or delete the file. Lines that cannot be parsed, such as remarks and
// those of a later version of the course, are skipped, but kept.

import { readFileSync } from 'node:fs';
import { CHAPTERS, type Chapter } from './chapters';
import { locked } from './locked';
import { writeWholeFile } from './whole-file';

/** In the order in which one works through a chapter. */
export const STEPS = ['read', 'demo', 'served', 'tested'] as const;
export type Step = (typeof STEPS)[number];

/** For each chapter's folder, what is done and on which day (YYYY-MM-DD). */
export type Progress = ReadonlyMap<string, ReadonlyMap<Step, string>>;

const HEAD = '# Bytes Up: what is done. One line for each step; delete a line to undo it.';
const LINE = /^(\S+) (\S+) (\d{4}-\d{2}-\d{2})$/;
/** Twenty chapters fill 3 KiB: anything much larger is not a progress file. */
const MAX_FILE_CHARS = 64 * 1024;

/**
 * Reads what is done. A missing, unreadable or damaged file counts as an empty one.
 */
export function readProgress(file: string): Progress {
  return parseProgress(readOrEmpty(file));
}

export function parseProgress(text: string): Progress {
  const progress = new Map<string, Map<Step, string>>();
  for (const line of linesOf(text)) {
    const [, folder, step, day] = LINE.exec(line) ?? [];
    if (folder === undefined || day === undefined || !isStep(step) || !isFolder(folder)) continue;
    const done = progress.get(folder) ?? new Map<Step, string>();
    progress.set(folder, done.set(step, day));
  }
  return progress;
}

/** A line about an exercise: its id, its version, what was done, and the day. */
export const EXERCISE_LINE =
  /^(\d\d-\S+) v(\d+) (started|passed|stage-\d+|hint-\d+|file-[0-9a-f]{16}) (\d{4}-\d{2}-\d{2})$/;

/** The lines of the file that are about exercises, unchanged. */
export function readExerciseLines(file: string): readonly string[] {
  return linesOf(readOrEmpty(file)).filter((line) => EXERCISE_LINE.test(line));
}

/**
 * Changes the lines about exercises.
 * @throws the system's error if the file cannot be written
 */
export function changeExerciseLines(
  file: string,
  change: (lines: readonly string[]) => readonly string[],
): void {
  update(file, () => {
    const lines = change(readExerciseLines(file));
    return formatProgress(readProgress(file), [...lines, ...linesBut(file, EXERCISE_LINE)]);
  });
}

/** Replaces the lines about exercises. @throws as changeExerciseLines does */
export function writeExerciseLines(file: string, lines: readonly string[]): void {
  changeExerciseLines(file, () => lines);
}

const STAGE_LINE = /^challenge stage-(\d{1,3}) \d{4}-\d{2}-\d{2}$/;
const ROUTE_LINE = /^route ([a-z-]+) \d{4}-\d{2}-\d{2}$/;
/** What was guessed, perhaps nothing, and what came: JSON strings. */
const PREDICTION_LINE =
  /^(\d\d-\S+) predicted (\S+) ("(?:[^"\\]|\\.)*") ("(?:[^"\\]|\\.)*") (\d{4}-\d{2}-\d{2})$/;
/** The kinds of lines that are not a chapter's steps, in the file's order. */
const OTHER_LINES = [EXERCISE_LINE, STAGE_LINE, ROUTE_LINE, PREDICTION_LINE];

/** The stages of the challenge that have passed. */
export function readStages(file: string): ReadonlySet<number> {
  return new Set(readStageLines(file).map((line) => Number(STAGE_LINE.exec(line)?.[1])));
}

/** Adds a stage of the challenge. @throws the system's error, as markDone does. */
export function markStage(file: string, stage: number, now = new Date()): void {
  if (readStages(file).has(stage)) return; // the first day counts
  const added = `challenge stage-${stage} ${now.toISOString().slice(0, 10)}`;
  update(file, () => formatProgress(readProgress(file), [...otherLines(file), added]));
}

/** The name of the route that was chosen last; undefined when none was. */
export function readRoute(file: string): string | undefined {
  const lines = linesOf(readOrEmpty(file)).flatMap((line) => ROUTE_LINE.exec(line)?.[1] ?? []);
  return lines.at(-1);
}

/** Chooses a route. @throws the system's error, as markDone does. */
export function markRoute(file: string, route: string, now = new Date()): void {
  const line = `route ${route} ${now.toISOString().slice(0, 10)}`;
  update(file, () => formatProgress(readProgress(file), [...linesBut(file, ROUTE_LINE), line]));
}

function readStageLines(file: string): readonly string[] {
  return linesOf(readOrEmpty(file)).filter((line) => STAGE_LINE.test(line));
}

/** The lines that are not about a chapter, kind by kind, and last the unknown ones. */
function otherLines(file: string): string[] {
  const lines = linesOf(readOrEmpty(file));
  return [
    ...OTHER_LINES.flatMap((kind) => lines.filter((line) => kind.test(line))),
    ...lines.filter((line) => line !== '' && line !== HEAD && !isParsed(line)),
  ];
}

function linesBut(file: string, kind: RegExp): string[] {
  return otherLines(file).filter((line) => !kind.test(line));
}

/** What a learner guessed before an experiment, and what it came to. */
export interface Predicted {
  readonly id: string;
  /** Empty when there was no guess. */
  readonly guess: string;
  readonly came: string;
}

/** The predictions of a chapter that were tried, each with the last guess. */
export function readPredicted(file: string, chapter: Chapter): readonly Predicted[] {
  return linesOf(readOrEmpty(file)).flatMap((line) => {
    const [, folder, id = '', guess = '""', came = '""'] = PREDICTION_LINE.exec(line) ?? [];
    if (folder !== chapter.folder) return [];
    return [{ id, guess: parseText(guess), came: parseText(came) }];
  });
}

/** Keeps what was guessed and what came. @throws the system's error, as markDone does. */
export function keepPredicted(
  file: string,
  chapter: Chapter,
  predicted: readonly Predicted[],
  now = new Date(),
): void {
  const day = now.toISOString().slice(0, 10);
  const added = predicted.map(
    ({ id, guess, came }) =>
      `${chapter.folder} predicted ${id} ${JSON.stringify(guess)} ${JSON.stringify(came)} ${day}`,
  );
  const again = new Set(predicted.map(({ id }) => `${chapter.folder} predicted ${id} `));
  const isAgain = (line: string): boolean => [...again].some((start) => line.startsWith(start));
  update(file, () => {
    const kept = otherLines(file).filter((line) => !isAgain(line));
    return formatProgress(readProgress(file), [...kept, ...added]);
  });
}

/** A person may have edited it. */
function parseText(json: string): string {
  try {
    return JSON.parse(json) as string;
  } catch {
    return '';
  }
}

/** What is wrong with the file, in one line; undefined if all of it can be read. */
export function damageOf(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : `${file}: ${code}`;
  }
  const lines = linesOf(text);
  const damaged = lines.flatMap((line, at) => (isKnown(line) ? [] : [at + 1]));
  if (damaged.length === 0) return undefined;
  const [first = 1] = damaged;
  const more = damaged.length > 1 ? ` and ${damaged.length - 1} more` : '';
  const excerpt = JSON.stringify(lines[first - 1]?.slice(0, 40)); // no control characters
  return `${file}:${first}: cannot read ${excerpt}${more}; skipped`;
}

function isKnown(line: string): boolean {
  return line === '' || line.startsWith('#') || isParsed(line);
}

function isParsed(line: string): boolean {
  return parseProgress(line).size > 0 || OTHER_LINES.some((kind) => kind.test(line));
}

/** The file's text, with chapters and steps in order. */
export function formatProgress(progress: Progress, others: readonly string[] = []): string {
  const lines = CHAPTERS.flatMap(({ folder }) =>
    STEPS.flatMap((step) => {
      const day = progress.get(folder)?.get(step);
      return day === undefined ? [] : [`${folder} ${step} ${day}`];
    }),
  );
  return [HEAD, ...lines, ...others, ''].join('\n');
}

/**
 * Adds one step.
 * @throws the system's error if the file cannot be written
 */
export function markDone(file: string, chapter: Chapter, step: Step, now = new Date()): void {
  // the first day counts
  if (readProgress(file).get(chapter.folder)?.has(step) === true) return;
  update(file, () => {
    const progress = new Map(readProgress(file));
    const done = new Map(progress.get(chapter.folder));
    progress.set(chapter.folder, done.set(step, done.get(step) ?? now.toISOString().slice(0, 10)));
    return formatProgress(progress, otherLines(file));
  });
}

/**
 * Replaces the file. What cannot be read completely is left alone: it may hold what was
 * done before, for instance by a run as another user.
 * @param text reads the file, and returns the new text
 */
function update(file: string, text: () => string): void {
  locked(file, () => {
    requireReadable(file);
    writeWholeFile(file, text());
  });
}

/** @throws the system's error; EFBIG for a file of which only the beginning is read */
function requireReadable(file: string): void {
  let length = 0;
  try {
    ({ length } = readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (length > MAX_FILE_CHARS) throw Object.assign(new Error('too large'), { code: 'EFBIG' });
}

function linesOf(text: string): string[] {
  return text
    .slice(0, MAX_FILE_CHARS)
    .split('\n')
    .map((line) => line.trim());
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isStep(text: string | undefined): text is Step {
  return (STEPS as readonly (string | undefined)[]).includes(text);
}

function isFolder(text: string): boolean {
  return CHAPTERS.some(({ folder }) => folder === text);
}

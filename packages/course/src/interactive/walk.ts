// The course as menus: choose a chapter, then what to do in it, until you quit.

import {
  countExercises,
  exists,
  formatHead,
  formatLabel,
  formatRow,
  ROOM_STEPS,
} from '../chapter-map';
import { CHAPTERS, twoDigits, type Chapter } from '../chapters';
import { demo } from '../commands/demo';
import { doExercise } from '../commands/exercise';
import { predict } from '../commands/predict';
import { read } from '../commands/read';
import { serve } from '../commands/serve';
import { test } from '../commands/test';
import type { Context } from '../context';
import { chooseOf } from '../exercises/choose-exercise';
import { exercisesOf } from '../exercises/exercise';
import { countPredictions } from '../predictions';
import { readProgress } from '../progress';
import { formatNext, nextStep } from '../next-step';
import { roomsOf, type Room } from '../rooms';
import { isOn, routeOf } from '../routes';
import type { Choice, Prompter } from './prompter';

/** The choices in a chapter, besides going back. */
type Choosable = Room | 'predictions' | 'exercises';

/** What clack writes before a choice, and one column so that it does not wrap. */
const CHOICE_MARGIN = 3;

type Act = (context: Context, chapter: Chapter) => Promise<number>;

const ACTS: Readonly<Record<Choosable, { readonly label: string; readonly act: Act }>> = {
  page: { label: 'Read the page', act: read },
  demo: { label: 'Run the demo', act: demo },
  server: { label: 'Start the server', act: serve },
  tests: { label: 'Run the tests', act: test },
  predictions: { label: 'Predict, then measure', act: predict },
  exercises: { label: 'Do the exercises', act: exercises },
};

/** The first exercise of the chapter that has not been passed. */
async function exercises(context: Context, chapter: Chapter): Promise<number> {
  const exercise = chooseOf(context, exercisesOf(context.root, chapter));
  return exercise === undefined ? 0 : doExercise(context, exercise, { watch: true });
}

/** @returns the exit code: 0, because quitting is not a failure. */
export async function walk(context: Context, prompter: Prompter): Promise<number> {
  const { colors, write } = context;
  write(`\n  ${colors.bold('Bytes Up')}  RPC from the bytes up\n`);
  write(`  ${colors.dim('enter chooses, escape goes back, ctrl-C quits')}\n\n`);
  write(`${formatNext(context)}\n`);
  let last: Chapter | undefined;
  for (;;) {
    const chapter = await chooseChapter(context, prompter, last);
    if (chapter === undefined) return 0;
    last = chapter;
    if (!(await stay(context, prompter, chapter))) return 0;
  }
}

async function chooseChapter(
  context: Context,
  prompter: Prompter,
  last: Chapter | undefined,
): Promise<Chapter | undefined> {
  const route = routeOf(context);
  const width = context.width - CHOICE_MARGIN;
  const choices: Choice<string>[] = CHAPTERS.map((chapter) => {
    const isThere = exists(roomsOf(context.root, chapter));
    const isLeftOut = isThere && !isOn(route, chapter);
    const label = isLeftOut
      ? `${formatLabel(chapter, width)} not on your route`
      : formatRow(context, chapter, width, route);
    return { value: chapter.folder, label, ...(!isThere && { disabled: true }) };
  });
  const initial = last ?? nextStep(context)?.chapter;
  const answer = await prompter.choose({
    // clack writes a question one column further right than its choices
    message: formatHead('Which chapter?', width, -1),
    choices: [...choices, { value: 'quit', label: 'Leave' }],
    ...(initial && { initial: initial.folder }),
  });
  return CHAPTERS.find(({ folder }) => folder === answer);
}

/** Stays in a chapter until the user goes back (true) or quits the course (false). */
async function stay(context: Context, prompter: Prompter, chapter: Chapter): Promise<boolean> {
  for (;;) {
    const choice = await chooseAct(context, prompter, chapter);
    if (choice === undefined || choice === 'quit') return false;
    if (choice === 'back') return true;
    if (choice === 'server') prompter.say('Ctrl-C stops the server and brings you back here.');
    const code = await ACTS[choice].act(context, chapter);
    if (code !== 0) prompter.say(`It ended with exit code ${code}.`);
  }
}

async function chooseAct(
  context: Context,
  prompter: Prompter,
  chapter: Chapter,
): Promise<Choosable | 'back' | 'quit' | undefined> {
  const rooms = roomsOf(context.root, chapter);
  const steps = readProgress(context.progressFile).get(chapter.folder);
  const acts = ROOM_STEPS.filter(([room]) => rooms[room] !== undefined);
  const next = acts.find(([, step]) => !steps?.has(step));
  return prompter.choose<Choosable | 'back' | 'quit'>({
    message: `${twoDigits(chapter.number)}  ${chapter.title}`,
    choices: [
      ...acts.map(([room, step]) => ({
        value: room,
        label: `${steps?.has(step) ? '✔' : ' '} ${ACTS[room].label}`,
      })),
      ...predictionChoice(context, chapter),
      ...exerciseChoice(context, chapter),
      { value: 'back', label: '  Back to the chapters' },
      { value: 'quit', label: '  Leave' },
    ],
    initial: next?.[0] ?? 'back',
    escape: 'back',
  });
}

function predictionChoice(
  context: Context,
  chapter: Chapter,
): { value: Choosable; label: string }[] {
  const { tried, all } = countPredictions(context, chapter);
  if (all === 0) return [];
  const tick = tried === all ? '✔' : ' ';
  const count = `${tried} of ${all} tried`;
  return [{ value: 'predictions', label: `${tick} ${ACTS.predictions.label}  (${count})` }];
}

function exerciseChoice(
  { root, progressFile }: Context,
  chapter: Chapter,
): { value: Choosable; label: string }[] {
  const { passed, all } = countExercises(progressFile, exercisesOf(root, chapter));
  if (all === 0) return [];
  const tick = passed === all ? '✔' : ' ';
  const count = `${passed} of ${all} passed`;
  return [{ value: 'exercises', label: `${tick} ${ACTS.exercises.label}  (${count})` }];
}

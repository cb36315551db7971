// What to do next on the learner's route: the first line of the map and of `route`.

import { exists, ROOM_STEPS } from './chapter-map';
import { CHAPTERS, twoDigits, type Chapter } from './chapters';
import type { Context } from './context';
import { chooseOf } from './exercises/choose-exercise';
import { exercisesOf } from './exercises/exercise';
import { stateOf } from './exercises/exercise-progress';
import { whyNotHere } from './exercises/judge-and-tell';
import { readProgress, type Progress, type Step } from './progress';
import { roomsOf } from './rooms';
import { isOn, isWhole, routeOf, type Route } from './routes';

type Learner = Pick<Context, 'root' | 'progressFile'>;

export interface NextStep {
  readonly chapter: Chapter;
  readonly what: string;
  /** What follows `npm start --`. */
  readonly command: string;
}

const COMMANDS: Readonly<Record<Step, readonly [what: string, command: string]>> = {
  read: ['read the page', 'read'],
  demo: ['run the demo', 'demo'],
  served: ['start the server', 'serve'],
  tested: ['run the tests', 'test'],
};

/** The first thing on the route that is not done; undefined when all of it is. */
export function nextStep(learner: Learner): NextStep | undefined {
  const route = routeOf(learner);
  const progress = readProgress(learner.progressFile);
  for (const chapter of CHAPTERS) {
    if (!isOn(route, chapter)) continue;
    const [step] = openSteps(learner, route, chapter, progress);
    if (step !== undefined) {
      const [what, command] = COMMANDS[step];
      return { chapter, what, command: `${command} ${chapter.number}` };
    }
    if (!route.exercises) continue;
    const open = openExercises(learner, chapter);
    const exercise = chooseOf(learner, open);
    if (exercise !== undefined) {
      const { id, title } = exercise;
      return { chapter, what: `exercise "${title}"`, command: `exercise ${id}` };
    }
  }
  return undefined;
}

/** What is left in a chapter of the route, besides exercises. */
function openSteps(
  { root }: Learner,
  route: Route,
  chapter: Chapter,
  progress: Progress,
): readonly Step[] {
  const rooms = roomsOf(root, chapter);
  if (!exists(rooms)) return [];
  return ROOM_STEPS.filter(
    ([room, step]) =>
      rooms[room] !== undefined &&
      route.steps.includes(step) &&
      progress.get(chapter.folder)?.has(step) !== true,
  ).map(([, step]) => step);
}

/** Those of a chapter that were not passed and can be done on this system. */
function openExercises({ root, progressFile }: Learner, chapter: Chapter) {
  return exercisesOf(root, chapter).filter(
    (each) =>
      whyNotHere(each) === undefined && stateOf(progressFile, each).passedVersion === undefined,
  );
}

/** What to do next, in one or two lines. */
export function formatNext(context: Learner): string {
  const route = routeOf(context);
  const name = isWhole(route) ? '' : `Route ${route.name}. `;
  const next = nextStep(context);
  if (next === undefined)
    return isWhole(route)
      ? '  You have done everything.\n'
      : `  ${name}You have done all of it. To go on: npm start -- route whole\n`;
  const { chapter, what, command } = next;
  return `  ${name}Next, chapter ${twoDigits(chapter.number)}: ${what}\n  npm start -- ${command}\n`;
}

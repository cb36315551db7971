// The routes through the course: which chapters, and what each chapter takes from those
// that the route skips, in one line. The map, `read` and `exercise` follow the route that
// was chosen; docs/routes.md shows them all (`npm run pages` writes it).

import { readFileSync } from 'node:fs';
import { UsageError } from '@bytes-up/protocol';
import { CHAPTERS, type Chapter } from './chapters';
import { didYouMean } from './closest';
import type { Context } from './context';
import { exercisesOf } from './exercises/exercise';
import { splitFrontMatter } from './pages/front-matter';
import { readRoute, type Step } from './progress';
import { roomsOf } from './rooms';

export interface Route {
  /** What is typed: `npm start -- route two-hours`. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** Numbers of chapters, in order. */
  readonly chapters: readonly number[];
  /** What is done in each chapter, besides exercises. */
  readonly steps: readonly Step[];
  /** False where the time does not allow for them. */
  readonly exercises: boolean;
  /** By chapter: what its page takes from the chapters that the route skips. */
  readonly before: Readonly<Record<number, string>>;
}

// #region routes
const WHOLE: Route = {
  name: 'whole',
  title: 'The whole course',
  about: 'Every chapter in order, with all exercises.',
  chapters: CHAPTERS.map(({ number }) => number),
  steps: ['read', 'demo', 'served', 'tested'],
  exercises: true,
  before: {},
};

export const ROUTES: readonly Route[] = [
  WHOLE,
  {
    name: 'two-hours',
    title: 'Two hours',
    about:
      'The shortest way from four bytes of length to a service on several machines: five ' +
      'pages and their demos. The exercises take longer, so they come afterwards.',
    chapters: [3, 6, 8, 12, 17],
    steps: ['read', 'demo'],
    exercises: false,
    before: {
      3:
        'A client sends a request, a server sends its answer, and both are messages on a ' +
        'TCP connection. Chapters 01 and 02 follow one such call from end to end.',
      6:
        'Chapters 04 and 05 are two other protocols, of Redis and of Protobuf. Redis has ' +
        'no ids: its answers come in the order of the requests.',
      8:
        'Chapter 07 is the client: timeouts, retries and a connection pool. The server ' +
        'answers any client that sends frames.',
      12:
        'Chapters 09 to 11 serve each client with the blocking code of chapter 08, in a ' +
        'thread, in a process, or in a worker: a process that a master forks in advance.',
      17:
        'Chapter 13 runs the event loop in several workers that share the listening ' +
        'socket, and chapter 16 adds a supervisor, which forks and restarts them. Chapter ' +
        '15 registers each server in ZooKeeper, for as long as its session lives; clients ' +
        'watch that list. Its client retries as that of chapter 07 does, and ejects a ' +
        'server that fails.',
    },
  },
  {
    name: 'servers',
    title: 'Servers only',
    about: 'The seven server models, with their exercises, for those who know protocols.',
    chapters: [8, 9, 10, 11, 12, 13, 14],
    steps: ['read', 'demo', 'served', 'tested'],
    exercises: true,
    before: {
      8:
        'A message is a length of four bytes, the low byte first, and a body of JSON; a ' +
        'FrameDecoder returns whole bodies however the bytes were cut (chapter 03). An ' +
        'answer carries the id of its request (chapter 06). Exercises that build on steps ' +
        'of skipped chapters start from our solutions of those.',
    },
  },
];
// #endregion routes

/** @throws UsageError when no route has the name */
export function findRoute(name: string): Route {
  const found = ROUTES.find((route) => route.name === name);
  if (found !== undefined) return found;
  const names = ROUTES.map((route) => route.name);
  const meant = didYouMean(name, names);
  throw new UsageError(
    `no route "${name.slice(0, 40)}"${meant}: choose one of ${names.join(', ')}`,
  );
}

/** The route that the learner chose; the whole course if none was. */
export function routeOf({ progressFile }: Pick<Context, 'progressFile'>): Route {
  const name = readRoute(progressFile);
  return ROUTES.find((route) => route.name === name) ?? WHOLE;
}

export function isOn({ chapters }: Route, { number }: Chapter): boolean {
  return chapters.includes(number);
}

export function isWhole({ name }: Route): boolean {
  return name === WHOLE.name;
}

/** The chapters of a route that have a page, in order. */
export function chaptersOf(root: string, route: Route): readonly Chapter[] {
  return CHAPTERS.filter(
    (chapter) => isOn(route, chapter) && roomsOf(root, chapter).page !== undefined,
  );
}

/** What a page says it takes to read, with its demo; 0 if it says nothing. */
export function minutesOf(root: string, chapter: Chapter): number {
  const { page } = roomsOf(root, chapter);
  if (page === undefined) return 0;
  return Number(splitFrontMatter(readFileSync(page, 'utf8')).values.get('minutes') ?? 0);
}

/** Of a route, in minutes: its pages with their demos, and its exercises. */
export function timeOf(
  root: string,
  route: Route,
): { readonly reading: number; readonly exercises: number } {
  const chapters = chaptersOf(root, route);
  const exercises = route.exercises
    ? chapters.flatMap((chapter) => exercisesOf(root, chapter).map(({ minutes }) => minutes))
    : [];
  return {
    reading: sum(chapters.map((chapter) => minutesOf(root, chapter))),
    exercises: sum(exercises),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

/** `50 min`, `2 h`, `2 h 10 min` */
export function formatMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(rest > 0 || hours === 0 ? [`${rest} min`] : []),
  ].join(' ');
}

// Every command that a page shows exists: the course's command, its chapter, the script
// in package.json.

import { findChapter, type Room } from '@bytes-up/course';
import { problemAt, type PageCheck } from './page-file';
import type { Repo } from './repo';

const SHELLS = new Set(['sh', 'bash', 'shell', 'console']);

/** Commands that need a chapter, and which of its rooms they need. */
const NEEDS: Readonly<Record<string, Room>> = {
  read: 'page',
  open: 'page',
  demo: 'demo',
  serve: 'server',
  test: 'tests',
};

/** Commands that take the ids of exercises. */
const TAKES_EXERCISES = new Set(['exercise', 'verify', 'hint', 'reset', 'solution']);

/** What the check needs to know about the course. */
export interface CourseFacts {
  /** The names of the course's commands. */
  readonly commands: readonly string[];
  /** True if a chapter has this room. */
  readonly has: (folder: string, room: Room) => boolean;
}

export function commandCheck(course: CourseFacts): PageCheck {
  return (pageFile, repo) =>
    pageFile.page.code
      .filter(({ lang }) => SHELLS.has(lang))
      .flatMap(({ text, line }) =>
        text.split('\n').flatMap((command, index) => {
          const what = problemOf(command, course, repo);
          return what === undefined ? [] : [problemAt(pageFile, line + 1 + index, what)];
        }),
      );
}

function problemOf(line: string, course: CourseFacts, repo: Repo): string | undefined {
  const command = line.replace(/^\$ /, '').replace(/\s#.*$/, '');
  const [, start] = /\bnpm start -- (.+)$/.exec(command) ?? [];
  if (start !== undefined) return problemOfStart(start.trim().split(/\s+/), course, repo);
  const [, script, , workspace] = /\bnpm run ([\w:-]+)( -w (\S+))?/.exec(command) ?? [];
  if (script !== undefined && !(script in scriptsOf(repo, workspace))) {
    return `no script "${script}"`;
  }
  const [, scope] = /--scope[= ](\S+)/.exec(command) ?? [];
  if (scope !== undefined && !packageNames(repo).includes(scope)) return `no package ${scope}`;
  return undefined;
}

function problemOfStart(
  [name = '', target, ...more]: (string | undefined)[],
  course: CourseFacts,
  repo: Repo,
): string | undefined {
  if (name.startsWith('-')) return undefined;
  if (!course.commands.includes(name)) return `no command "${name}"`;
  if (TAKES_EXERCISES.has(name)) return problemOfExercises([target, ...more], repo);
  if (name === 'predict') return problemOfPrediction(target, more[0], repo);
  const room = NEEDS[name];
  if (room === undefined || target === undefined || target.startsWith('-')) return undefined;
  if (name === 'read' && repo.exists(`docs/${target}.md`)) return undefined;
  try {
    const { folder } = findChapter(target);
    return course.has(folder, room) ? undefined : `chapter ${folder} has no ${room}`;
  } catch {
    return `no chapter "${target}"`;
  }
}

function problemOfPrediction(
  chapter: string | undefined,
  id: string | undefined,
  repo: Repo,
): string | undefined {
  if (chapter === undefined || chapter.startsWith('-')) return undefined;
  let folder: string;
  try {
    ({ folder } = findChapter(chapter));
  } catch {
    return `no chapter "${chapter}"`;
  }
  const recorded = repo.read(`packages/${folder}/src/demo/recorded.json`);
  if (recorded === undefined) return `chapter ${folder} has no predictions`;
  const ids = Object.keys(JSON.parse(recorded) as object);
  return id === undefined || id.startsWith('-') || ids.includes(id)
    ? undefined
    : `no prediction "${id}" in chapter ${folder}`;
}

function problemOfExercises(words: readonly (string | undefined)[], repo: Repo) {
  for (const word of words) {
    const [, number, folder] = /^(\d\d)-(.+)$/.exec(word ?? '') ?? [];
    if (number === undefined) continue;
    const about = new RegExp(`^packages/${number}-[^/]+/exercises/${folder}/about\\.json$`);
    if (repo.find(about).length === 0) return `no exercise "${word}"`;
  }
  return undefined;
}

interface Manifest {
  readonly name?: string;
  readonly scripts?: object;
}

/** The scripts of a package, or of the repository. */
function scriptsOf(repo: Repo, workspace: string | undefined): object {
  const manifest =
    workspace === undefined
      ? manifestOf(repo, 'package.json')
      : manifests(repo).find(({ name }) => name === workspace);
  return manifest?.scripts ?? {};
}

function packageNames(repo: Repo): (string | undefined)[] {
  return manifests(repo).map(({ name }) => name);
}

function manifests(repo: Repo): Manifest[] {
  return repo.find(/^packages\/[^/]+\/package\.json$/).map((file) => manifestOf(repo, file));
}

function manifestOf(repo: Repo, file: string): Manifest {
  return JSON.parse(repo.read(file) ?? '{}') as Manifest;
}

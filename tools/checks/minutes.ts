// The minutes on a chapter's page. The rule: 200 words a minute, 20 lines of code a
// minute, and the demo once, rounded to five minutes. Exercises have their own minutes.
// `npm run pages` writes the number, and a test checks it.
//
// A number stays as long as it is close enough, so that one sentence more or less does
// not change it. The minutes of the exercises on a page come from their about.json.

import path from 'node:path';
import { findRegion, wholeFile } from '@bytes-up/course';
import { chapterOf, problemAt, type PageCheck, type PageFile } from './page-file';
import type { Repo } from './repo';

export const WORDS_A_MINUTE = 200;
export const LINES_A_MINUTE = 20;
/** Numbers are multiples of this. */
const STEP = 5;
/** How much further off than a rounded number an existing one may be. */
const MARGIN = 2;
/** Written by `npm run walk -- --record`. */
const DEMO_SECONDS = 'tools/walk/measured-demos.json';

export interface Reading {
  readonly words: number;
  readonly lines: number;
  readonly demoSeconds: number;
}

/** What there is to read and watch on a page. */
export function readingOf({ file, page }: PageFile, repo: Repo): Reading {
  const shown = page.snippets.map((snippet) => {
    const source = repo.read(path.posix.join(path.posix.dirname(file), snippet.path)) ?? '';
    if (snippet.region === undefined) return wholeFile(source).text;
    return findRegion(source, snippet.region)?.text ?? '';
  });
  const demos = JSON.parse(repo.read(DEMO_SECONDS) ?? '{}') as Record<string, number>;
  return {
    words: page.prose.reduce((sum, { text }) => sum + wordsIn(text), 0),
    lines: [...shown, ...page.code.map(({ text }) => text)].reduce(
      (sum, text) => sum + linesIn(text),
      0,
    ),
    demoSeconds: demos[chapterOf({ file, page }) ?? ''] ?? 0,
  };
}

/** Before rounding. */
export function exactMinutes({ words, lines, demoSeconds }: Reading): number {
  return words / WORDS_A_MINUTE + lines / LINES_A_MINUTE + demoSeconds / 60;
}

/** The number for the front matter: the existing one if it is close enough. */
export function minutesFor(reading: Reading, written: number): number {
  const exact = exactMinutes(reading);
  const isNear =
    written >= STEP && written % STEP === 0 && Math.abs(written - exact) < STEP / 2 + MARGIN;
  return isNear ? written : Math.max(STEP, Math.round(exact / STEP) * STEP);
}

function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => /\w/.test(word)).length;
}

function linesIn(text: string): number {
  return text.split('\n').filter((line) => line.trim() !== '').length;
}

/** The page with its minutes, and those of each exercise at the start of its block. */
export function withFreshMinutes(pageFile: PageFile, text: string, repo: Repo): string {
  if (chapterOf(pageFile) === undefined) return text;
  const written = Number(pageFile.page.frontMatter.get('minutes'));
  const minutes = minutesFor(readingOf(pageFile, repo), written);
  return withExerciseMinutes(text, repo).replace(/^minutes: .*$/m, `minutes: ${minutes}`);
}

/** In the list of exercises: a bold title, a text, and the command that starts it. */
const EXERCISE =
  /^\*\*([^*\n]+?)\.?\*\*(?:, \d+ minutes\.)?(?=[^\n]*\n\n```sh\nnpm start -- exercise (\d\d)-([\w-]+)\n)/gm;

function withExerciseMinutes(text: string, repo: Repo): string {
  const [before = '', exercises] = text.split(/(?=^## Exercises$)/m);
  if (exercises === undefined) return text;
  const fresh = exercises.replace(
    EXERCISE,
    (whole, title: string, chapter: string, name: string) => {
      const about = new RegExp(`^packages/${chapter}-[^/]+/exercises/${name}/about\\.json$`);
      const [file] = repo.find(about);
      if (file === undefined) return whole;
      const { minutes } = JSON.parse(repo.read(file) ?? '{}') as { minutes: number };
      return `**${title}**, ${minutes} minutes.`;
    },
  );
  return before + fresh;
}

/** `npm run pages` would change nothing. */
export const checkMinutes: PageCheck = (pageFile, repo) => {
  const text = repo.read(pageFile.file) ?? '';
  if (withFreshMinutes(pageFile, text, repo) === text) return [];
  const { words, lines, demoSeconds } = readingOf(pageFile, repo);
  const reading = `${words} words, ${lines} lines of code, ${demoSeconds} s of demo`;
  return [problemAt(pageFile, 1, `minutes: npm run pages writes them (${reading})`)];
};

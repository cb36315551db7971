// `npm run walk`: goes through the course in order, as a learner would. It reads each
// page, types every command that the page prints, and does every exercise with our
// solution; then it runs the challenge with the example servers. It works in a copy, and
// leaves nothing behind.

import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CHAPTERS, commandNames, createContext, findChapter, roomsOf } from '@bytes-up/course';
import { newMark, markedEnv } from '@bytes-up/testkit';
import { findLeftovers } from './leftovers/find-leftovers';
import { Children, endOnSignals } from './test-run/children';
import { challenge } from './walk/challenge';
import { makeCheckout } from './walk/checkout';
import { DEMO_SECONDS, withSeconds } from './walk/demo-seconds';
import { labelOf, Learner } from './walk/learner';
import { Report } from './walk/report';
import { Shell } from './walk/shell';

const USAGE = `usage: npm run walk -- [--only N]… [--no-challenge] [--record] [--log FILE]
Goes through the course as a learner would.
  --only N        only this chapter; may be repeated
  --no-challenge  skip the challenge with the example servers
  --record        record how long each demo took, for the minutes on the pages
  --log FILE      the file for what the commands print; default .cache/walk.log
Exit code 0: everything passed; 1: something failed, or was left behind; 2: usage.`;

const ROOT = resolve(__dirname, '..');

interface Flags {
  readonly only: readonly string[];
  readonly challenge: boolean;
  readonly record: boolean;
  readonly log: string;
}

async function main(flags: Flags): Promise<number> {
  const wanted = flags.only.map((name) => findChapter(name).number);
  const chapters = CHAPTERS.filter(
    (chapter) =>
      roomsOf(ROOT, chapter).page !== undefined &&
      (wanted.length === 0 || wanted.includes(chapter.number)),
  );
  mkdirSync(dirname(flags.log), { recursive: true });
  writeFileSync(flags.log, '');
  const log = (text: string): void => appendFileSync(flags.log, text);
  const report = new Report((text) => {
    process.stdout.write(text);
    log(text);
  });
  const children = new Children(10_000);
  const checkout = makeCheckout(ROOT);
  endOnSignals(children, checkout.remove);
  const mark = newMark();
  const env = markedEnv(mark, checkout.env);
  try {
    const shell = new Shell(children, checkout.root, env, log);
    const learner = new Learner(checkout.root, shell, report, commandNames(createContext()));
    for (const chapter of chapters) {
      report.begin(labelOf(chapter));
      await learner.chapter(chapter);
    }
    if (flags.challenge) {
      report.begin('The challenge');
      await challenge(shell, report, checkout.tempFolder);
    }
    report.begin('Afterwards');
    await report.step('nothing is left behind', () => {
      const left = [
        ...findLeftovers({
          mark,
          pid: process.pid,
          root: checkout.root,
          tempFolder: checkout.tempFolder,
        }),
        ...checkout.newFiles().map((file) => `file ${file}`),
      ];
      return Promise.resolve(left.length === 0 ? undefined : left.join('\n    '));
    });
  } finally {
    await children.endAll();
    checkout.remove();
  }
  process.stdout.write(report.summary());
  log(report.summary());
  if (flags.record) record(report);
  return report.failed.length === 0 ? 0 : 1;
}

/** Records how long the demos took. */
function record(report: Report): void {
  const file = join(ROOT, DEMO_SECONDS);
  const old = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  const measured = CHAPTERS.flatMap(({ folder, number }) => {
    const seconds = [`${number}`, `0${number}`]
      .map((written) => report.secondsOf(`npm start -- demo ${written}`))
      .find((found) => found !== undefined);
    return seconds === undefined ? [] : [[folder, seconds] as const];
  });
  writeFileSync(file, withSeconds(old, new Map(measured)));
}

/** @returns undefined when a flag is unknown or has no value */
function parseFlags(args: readonly string[]): Flags | undefined {
  const only: string[] = [];
  let flags: Flags = {
    only,
    challenge: true,
    record: false,
    log: join(ROOT, '.cache', 'walk.log'),
  };
  for (let at = 0; at < args.length; at++) {
    const name = args[at];
    if (name === '--no-challenge') flags = { ...flags, challenge: false };
    else if (name === '--record') flags = { ...flags, record: true };
    else {
      const value = args[++at];
      if (value === undefined) return undefined;
      if (name === '--only') only.push(value);
      else if (name === '--log') flags = { ...flags, log: resolve(value) };
      else return undefined;
    }
  }
  return flags;
}

function start(args: readonly string[]): void {
  if (args.includes('--help')) return console.log(USAGE);
  const flags = parseFlags(args);
  if (flags === undefined) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  void main(flags).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 2;
    },
  );
}

start(process.argv.slice(2));

// Tells a failure as the course shows failures: what the conformance suite found, how the
// program ended, and what it printed.

import path from 'node:path';
import {
  explainLostThis,
  findThrown,
  placesIn,
  toHex,
  typedCommand,
  type Exit,
  type Failure,
} from '@bytes-up/testkit';
import type { Result } from '../run/result';

/** Longer answers are described, not shown as bytes. */
const MAX_SHOWN_BYTES = 1_024;
/** Of what came, when something follows that explains it. */
const MAX_CAME_CHARS = 50;
/** As many of the last lines on standard error are told. */
const LOG_LINES = 20;

/** Blank lines, and what is below the first line of an exception that was printed. */
const SAYS_NOTHING = /^(?:\s+at .*|\s*[\]}]*)$/;

/**
 * @param file the learner's file, absolute: `my/rpc/server.ts`
 * @param command the command that was judged
 */
export function explain(result: Result, file: string, command: readonly string[]): Failure {
  const { case: one, failure, reason = '', transcript = [], stderr = '', exit } = result;
  const { expected = 'what the clause says', got = reason, bytes } = failure ?? {};
  const told: Failure = {
    expected,
    came: got,
    ...(bytes !== undefined &&
      Math.max(bytes.expected.length, bytes.got.length) <= MAX_SHOWN_BYTES && {
        bytes: { expected: toHex(bytes.expected), came: toHex(bytes.got) },
      }),
    exchange: transcript.map((line) => line.trim()),
    again: `npm start -- conformance --only ${one.id} -- ${typedCommand(command, homeOf(file))}`,
  };
  return withEnd(told, exit, stderr, file);
}

/** The end of the program is the cause of all that its clients saw after it. */
export function withEnd(
  failure: Failure,
  exit: Exit | undefined,
  printed: string,
  file: string,
): Failure {
  const thrown = findThrown(printed);
  const note = explainLostThis(thrown);
  const lines = withoutDump(printed).split('\n');
  const log = lines.filter((line) => !SAYS_NOTHING.test(line)).slice(-LOG_LINES);
  const told = {
    ...failure,
    ...(log.length > 0 && { log }),
    ...(note !== undefined && { note }),
  };
  if (exit === undefined)
    return thrown === undefined
      ? told
      : { ...told, came: `${failure.came}; your program printed "${thrown}"` };
  // As a program ends that was told to stop: then what its clients saw says more.
  if (exit.code === 0 && thrown === undefined)
    return { ...told, came: `${shortened(failure.came)}; then it exited with code 0` };
  const at = placesIn(printed, file);
  return {
    ...told,
    came: `your program ended, ${describeExit(exit)}${thrown === undefined ? '' : `: ${thrown}`}`,
    ...(at !== undefined && { at }),
    // the last line of an exchange tells it
    ...(failure.exchange === undefined && { note: `The client saw: ${failure.came}` }),
  };
}

function shortened(came: string): string {
  return came.length <= MAX_CAME_CHARS ? came : `${came.slice(0, MAX_CAME_CHARS)} …`;
}

/** What it printed before Node printed the exception that ended it. */
function withoutDump(printed: string): string {
  const at = printed.search(/^(?:\/|node:|file:).*:\d+$/m);
  return at < 0 ? printed : printed.slice(0, at);
}

function describeExit({ code, signal }: Exit): string {
  if (signal === null) return `exit code ${code}`;
  const isHandled = signal !== 'SIGTERM' && signal !== 'SIGINT';
  return isHandled ? `by ${signal}` : `by ${signal}: when it came, no handler was installed`;
}

/** The folder that has `my/`. */
function homeOf(file: string): string {
  return path.join(path.dirname(file), '../..');
}

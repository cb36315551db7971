// The command that runs one failed test alone.

import type { Failure } from './jest-result';

/**
 * jest's arguments. The title is anchored and escaped: jest reads it as a regular
 * expression.
 */
export function aloneArgs({ project, file, title }: Failure): string[] {
  const whole = ['--selectProjects', project, '--runTestsByPath', file];
  return title === undefined ? whole : [...whole, '-t', `^${escaped(title)}$`];
}

/**
 * The same for a shell: `npx jest --selectProjects codec --runTestsByPath packages/… -t
 * '^…$'`.
 */
export function aloneCommand(failure: Failure): string {
  return ['npx', 'jest', ...aloneArgs(failure).map(quoted)].join(' ');
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A regular expression for this text alone, in printable characters. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(UNPRINTABLE, (character) => {
    const hex = character.charCodeAt(0).toString(16).padStart(2, '0');
    return NAMED[character] ?? `\\x${hex}`;
  });
}

// eslint-disable-next-line no-control-regex -- a table test's title can hold them
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f]/g;

/** As one word of a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

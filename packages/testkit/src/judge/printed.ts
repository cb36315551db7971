// What a learner's file printed when it did not load or its program ended: the compiler's
// complaint, or the uncaught exception.

import path from 'node:path';

export interface CompileError {
  /** What the compiler says: `Expected ident`. */
  readonly complaint: string;
  /** The line of the code. */
  readonly code: string;
  /** `my/rpc/frames.ts:1` */
  readonly at: string;
}

/** @param learnersFile absolute; it is two folders below the checkout */
export function findCompileError(printed: string, learnersFile: string): CompileError | undefined {
  // eslint-disable-next-line no-control-regex -- the compiler's colours
  const plain = printed.replace(/\u001b\[[\d;]*m/g, '');
  const [, file, line] = /,-\[(.+):(\d+):\d+\]/.exec(plain) ?? [];
  if (file === undefined) return undefined;
  const complaint = /^(?:Error:)?\s*x (.+)$/m.exec(plain)?.[1] ?? 'it does not compile';
  const code = new RegExp(`^\\s*${line} \\| (.*)$`, 'm').exec(plain)?.[1]?.trim() ?? '';
  return { complaint, code, at: `${shortName(file, learnersFile)}:${line}` };
}

/**
 * The line at which V8 stopped parsing what the compiler had accepted. Its number is that
 * of the compiled file, so it is left out.
 */
export function findSyntaxError(stack: string): string | undefined {
  return /^.+\.ts:\d+\n(.*)\n\s*\^+$/m.exec(stack)?.[1]?.trim();
}

/** The first line of an exception that ended a program: `TypeError: …`. */
export function findThrown(printed: string): string | undefined {
  return /^(?:\w*Error(?: \[\w+\])?|error): .+$/m.exec(printed)?.[0];
}

/** `my/rpc/frames.ts` */
export function shortName(file: string, learnersFile: string): string {
  return path.relative(path.join(path.dirname(learnersFile), '../..'), file);
}

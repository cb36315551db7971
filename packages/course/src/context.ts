// Everything a command needs to know about where it runs. Created once in main.ts; tests
// create their own.

import path from 'node:path';
import picocolors from 'picocolors';
import { writeWhole } from './terminal/write-whole';

export type Colors = ReturnType<typeof picocolors.createColors>;

export interface Context {
  /** The checkout's folder, absolute. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where the user typed the command, absolute: npm itself runs it in the checkout. */
  readonly cwd: string;
  /** The progress file, absolute. */
  readonly progressFile: string;
  /** Off when NO_COLOR is set or the output is not a terminal. */
  readonly colors: Colors;
  /** The width of the output, in columns. */
  readonly width: number;
  /** Input and output are a terminal, so menus and a pager make sense. */
  readonly interactive: boolean;
  /** Ends the pager that is open, if there is one. */
  readonly leaving?: AbortSignal;
  readonly write: (text: string) => void;
  /** Resolves to false when the reader closed its end before it had taken everything. */
  readonly writeWhole: (text: string) => Promise<boolean>;
  readonly warn: (text: string) => void;
  /** Sets the exit code. The process ends by itself when there is nothing left to do. */
  readonly finish: (code: number) => void;
}

/** Below the minimum a table is unreadable; above the maximum, prose is. */
const MIN_WIDTH = 40;
const MAX_WIDTH = 100;

/** @param columns of the terminal */
export function widthOf(columns: number): number {
  return Math.min(Math.max(columns, MIN_WIDTH), MAX_WIDTH);
}

export function createContext(env: NodeJS.ProcessEnv = process.env): Context {
  const root = path.resolve(env['BYTES_UP_ROOT'] ?? path.join(__dirname, '..', '..', '..'));
  const noColor = (env['NO_COLOR'] ?? '') !== '';
  const { stdin, stdout, stderr } = process;
  return {
    root,
    env,
    cwd: (env['npm_lifecycle_event'] === 'start' && env['INIT_CWD']) || process.cwd(),
    progressFile: path.resolve(env['BYTES_UP_PROGRESS'] ?? path.join(root, '.bytes-up-progress')),
    // the rule of testkit's wantsColor; testkit itself would make the start slower
    colors: picocolors.createColors(stdout.isTTY === true && !noColor && env['TERM'] !== 'dumb'),
    width: widthOf(stdout.isTTY ? stdout.columns : 80),
    interactive: stdin.isTTY && stdout.isTTY,
    write: (text) => void stdout.write(text),
    writeWhole: (text) => writeWhole(stdout, text),
    warn: (text) => void stderr.write(text),
    finish: (code) => (process.exitCode = code),
  };
}

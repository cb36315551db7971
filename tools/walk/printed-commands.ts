// The commands that a page prints, in order: the lines of its shell blocks.

import { parsePage } from '@bytes-up/course';
import type { PrintedCommand } from './how-to-run';

const SHELLS = new Set(['sh', 'bash', 'console']);

/** @param file the page's name, for the location of each command */
export function printedCommands(file: string, source: string): readonly PrintedCommand[] {
  return parsePage(source)
    .code.filter(({ lang }) => SHELLS.has(lang))
    .flatMap(({ text, line }) =>
      text.split('\n').map((written, index) => ({
        command: written.replace(/\s+#.*$/, '').trim(),
        at: `${file}:${line + 1 + index}`,
      })),
    )
    .filter(({ command }) => command !== '');
}

// What changed in a server since the chapter before: which file a file is compared with,
// and the lines of both. The pane shows them instead of the file.

import { diffLines } from '../../../tools/checks/diff-lines.js';

/** Of each of the seven servers: its folder, and the file that its `serve` is in. */
const SERVERS: readonly (readonly [folder: string, server: string])[] = [
  ['08-single-thread-sync', 'server'],
  ['09-thread-per-connection', 'server'],
  ['10-process-per-connection', 'server'],
  ['11-prefork-sync', 'server'],
  ['12-single-process-async', 'epoll/server'],
  ['13-prefork-async', 'server'],
  ['14-descriptor-passing', 'server'],
];
/** Its master is the one of chapter 11, which its page compares it with. */
const FOLLOWS: Readonly<Record<string, string>> = {
  'packages/13-prefork-async/src/server.ts': 'packages/11-prefork-sync/src/server.ts',
};

/**
 * The file of an earlier server that this one takes the place of: `server.ts` of the
 * chapter before for `server.ts`, and the same for `main.ts`. Undefined for other files.
 */
export function fileBefore(file: string): string | undefined {
  const known = FOLLOWS[file];
  if (known !== undefined) return known;
  const index = SERVERS.findIndex(([folder]) => file.startsWith(`packages/${folder}/src/`));
  const [own, before] = [SERVERS[index], SERVERS[index - 1]];
  if (own === undefined || before === undefined) return undefined;
  switch (file) {
    case `packages/${own[0]}/src/${own[1]}.ts`:
      return `packages/${before[0]}/src/${before[1]}.ts`;
    case `packages/${own[0]}/src/main.ts`:
      return `packages/${before[0]}/src/main.ts`;
  }
  return undefined;
}

/** `09 server.ts` */
export function nameOfFile(file: string): string {
  const [, chapter = '', name = ''] = /^packages\/(\d\d)-.*\/([^/]+)$/.exec(file) ?? [];
  return `${chapter} ${name}`;
}

export interface ChangedLine {
  readonly kind: 'same' | 'removed' | 'added';
  /** From 0: a line of the file before if it was removed, otherwise of the file. */
  readonly index: number;
}

/** The lines of both files in the order of a diff. */
export function changedLines(before: readonly string[], after: readonly string[]): ChangedLine[] {
  let [removed, kept] = [0, 0];
  return diffLines(before, after).map((line): ChangedLine => {
    if (line.startsWith('-')) return { kind: 'removed', index: removed++ };
    if (line.startsWith('+')) return { kind: 'added', index: kept++ };
    removed += 1;
    return { kind: 'same', index: kept++ };
  });
}

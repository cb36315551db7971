// Forks as often as its argument says, one child after the other. Each child allocates
// memory, so that V8 collects garbage in it, and exits with a different code. Reports the
// codes and what is left in the parent.

import { readFileSync } from 'node:fs';
import { _exit, forkChild, getpid, waitpid } from '..';
import { childrenOf, openNames } from './processes';
import { report } from './report';

const times = Number(process.argv[2]);
// the first call loads koffi, which keeps a descriptor of its own on some versions of
// Node
getpid();
const openBefore = openNames();
const markedBefore = mappingsNotCopied().length;
const codes: unknown[] = [];
for (let i = 0; i < times; i++) {
  if (forkChild() === 0) {
    const lists = Array.from({ length: 2000 }, (_, n) => new Array<number>(100).fill(n));
    const sum = lists.reduce((total, list) => total + list[99]!, 0);
    _exit(sum === 1_999_000 ? i : 255);
  }
  const child = waitpid(-1)!;
  codes.push(child.state === 'exited' ? child.code : child);
}
report({
  codes,
  mappings: { markedBefore: markedBefore > 0, markedAfter: mappingsNotCopied() },
  children: childrenOf(process.pid),
  openedMeanwhile: openNames().filter((name) => !openBefore.includes(name)),
});

/**
 * Mappings with the flag "dc", do not copy on fork. The call of madvise before the fork
 * must remove this flag wherever V8 has set it.
 */
function mappingsNotCopied(): string[] {
  return readFileSync('/proc/self/smaps', 'latin1').match(/^VmFlags:.* dc\b.*$/gm) ?? [];
}

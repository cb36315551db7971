// Runs as a process of its own for a test of touch: prints how much heap a rope takes
// before and after it is touched. In the test's own process, other garbage would blur
// that by megabytes. Needs --expose-gc.

import { touch } from '../compare/touch';

const CHARACTERS = 32 * 1024 * 1024;

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const before = heapBytes();
let rope = 'sixteen letters.';
while (rope.length < CHARACTERS) rope += rope;
const unread = heapBytes();
touch(rope);
const read = heapBytes();
const result = {
  characters: rope.length,
  unreadBytes: unread - before,
  readBytes: read - unread,
};
console.log(JSON.stringify(result));

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { typescriptCommand } from '@bytes-up/testkit';

const THREADS = 2;
const TIMES = 1_000_000;
/** On one core two threads take turns, and a race may need several tries to show. */
const TRIES = 20;
/**
 * So many that the two threads always overlap, however busy the machine is.
 */
const MANY_TIMES = 20_000_000;

/**
 * Runs in a process of its own, because a thread started inside jest would load the file
 * without jest's compiler.
 */
function count(way: string, times = TIMES): number {
  const [node = '', ...args] = typescriptCommand(join(__dirname, 'demo/count.ts'), way);
  const { stdout, stderr } = spawnSync(node, [...args, `${THREADS}`, `${times}`], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return Number(stdout);
}

test('a counter that threads read, add to and write loses updates', () => {
  let counted = THREADS * TIMES;
  for (let n = 0; n < TRIES && counted === THREADS * TIMES; n++)
    counted = count('read, add, write');
  expect(counted).toBeLessThan(THREADS * TIMES);
  expect(counted).toBeGreaterThanOrEqual(2); // a thread that runs alone counts right
});

test('Atomics.add loses no updates', () => {
  expect(count('Atomics.add', MANY_TIMES)).toBe(THREADS * MANY_TIMES);
});

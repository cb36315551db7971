// The processes of a test, however deep, and whoever their parents are now: all inherit a
// variable. From /proc, so on Linux only.

import { readdirSync, readFileSync } from 'node:fs';

const VARIABLE = 'BYTES_UP_TEST_TREE';

/** What to add to the environment of the process that the test starts. */
export function markEnv(mark: string): NodeJS.ProcessEnv {
  return { [VARIABLE]: mark };
}

/** The command lines of the living processes with this mark, by their ids. No zombies. */
export function marked(mark: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const environment = read(`/proc/${name}/environ`).split('\0'); // empty for a zombie
    if (!environment.includes(`${VARIABLE}=${mark}`)) continue;
    found.set(Number(name), read(`/proc/${name}/cmdline`).split('\0').join(' ').trim());
  }
  return found;
}

/** Empty for a process that has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

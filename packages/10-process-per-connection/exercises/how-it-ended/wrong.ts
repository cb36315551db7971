// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the whole status is the exit code',
    find: "{ state: 'exited', code: high }",
    replace: "{ state: 'exited', code: status }",
    caughtBy: 'exited with 1',
  },
  {
    change: 'the core bit counts as part of the signal',
    find: 'const low = status & 0x7f;',
    replace: 'const low = status & 0xff;',
    caughtBy: 'killed by SIGSEGV, with a core dump',
  },
  {
    change: 'only six bits for the signal',
    find: 'const low = status & 0x7f;',
    replace: 'const low = (status & 0x7f) === STOPPED ? STOPPED : status & 0x3f;',
    caughtBy: 'killed by signal 64',
  },
  {
    change: 'a child that was stopped counts as killed',
    find: "  if (low === STOPPED) return { state: 'stopped', signal: high };\n",
    replace: '',
    caughtBy: 'stopped by SIGSTOP',
  },
  {
    change: 'a child that continues counts as stopped',
    find: "  if (status === CONTINUED) return { state: 'continued' };\n",
    replace: '',
    caughtBy: 'continues',
  },
  {
    change: 'a kill shows as the signal number',
    find: '128 + state.signal',
    replace: 'state.signal',
    caughtBy: '$? of killed by SIGKILL',
  },
  {
    change: 'a stop counts as an end',
    find: "state.state === 'killed' ? 128 + state.signal : undefined",
    replace: "'signal' in state ? 128 + state.signal : undefined",
    caughtBy: '$? of stopped',
  },
  {
    change: 'only seven bits of the exit code are shown',
    find: 'return state.code;',
    replace: 'return state.code & 0x7f;',
    caughtBy: '$? of the largest exit code',
  },
  {
    change: 'it returns a promise of the state',
    find: 'export function decodeStatus(',
    replace: 'export async function decodeStatus(',
    caughtBy: 'exited with 0',
  },
];

// Wrong fixes, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a running call is removed, too',
    find: 'if (endedAtMs === undefined) continue;',
    replace: 'if (endedAtMs === undefined) { this.#entries.delete(name); continue; }',
    caughtBy: 'an old key makes room while another call is running',
  },
  {
    change: 'every call scans the whole table',
    find: 'if (endedAtMs > oldestMs) break;',
    replace: 'if (endedAtMs > oldestMs) continue;',
    caughtBy: 'a call does not scan the whole table',
  },
  {
    change: 'when the table is full, the oldest entry is removed, whatever it is',
    find: 'if (this.#isFull) return refused(FULL, request);',
    replace:
      'if (this.#isFull) this.#entries.delete([...this.#entries.keys()][0] ?? FULL.message);',
    caughtBy: 'the bytes of an old answer are released',
  },
  {
    change: 'kept one millisecond too long',
    find: 'if (endedAtMs > oldestMs) break;',
    replace: 'if (endedAtMs >= oldestMs) break;',
    caughtBy: 'an old key makes room while another call is running',
  },
  {
    change: 'the bytes of removed entries stay counted',
    find: '      this.#bytes -= bytes;\n',
    replace: '',
    caughtBy: 'the bytes of an old answer are released',
  },
];

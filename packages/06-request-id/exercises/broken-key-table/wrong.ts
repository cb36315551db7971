// Mends that are wrong, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a call that is running is forgotten too',
    find: 'if (endedAtMs === undefined) continue;',
    replace: 'if (endedAtMs === undefined) { this.#entries.delete(name); continue; }',
    caughtBy: 'an old key makes room while another call is running',
  },
  {
    change: 'every call goes through the whole table',
    find: 'if (endedAtMs > oldestMs) break;',
    replace: 'if (endedAtMs > oldestMs) continue;',
    caughtBy: 'a call does not go through the whole table',
  },
  {
    change: 'when the table is full, the oldest entry goes, whatever it is',
    find: 'if (this.#isFull) return refused(FULL, request);',
    replace:
      'if (this.#isFull) this.#entries.delete([...this.#entries.keys()][0] ?? FULL.message);',
    caughtBy: 'the bytes of an old answer are free again',
  },
  {
    change: 'one millisecond too long',
    find: 'if (endedAtMs > oldestMs) break;',
    replace: 'if (endedAtMs >= oldestMs) break;',
    caughtBy: 'an old key makes room while another call is running',
  },
  {
    change: 'the bytes of what is forgotten stay counted',
    find: '      this.#bytes -= bytes;\n',
    replace: '',
    caughtBy: 'the bytes of an old answer are free again',
  },
];

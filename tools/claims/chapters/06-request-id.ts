import type { Mutant } from '../mutant';

export const mutants: readonly Mutant[] = [
  {
    claim:
      'src/key-table.test.ts › the key of a call that is still running is never forgotten, however long it runs',
    change: 'a call that runs is as old as any',
    file: 'src/key-table.ts',
    find: 'if (endedAtMs === undefined) continue;\n      if (endedAtMs > oldestMs) break;',
    replace: 'if ((endedAtMs ?? 0) > oldestMs) break;',
  },
  {
    claim: 'src/retry.test.ts › a failure while %s: plain %p, idempotent %p, with a key %p',
    change: 'a write that failed is sent again',
    file: 'src/retry.ts',
    find: 'sending: true,',
    replace: 'sending: false,',
  },
  {
    claim:
      'src/key-table.test.ts › if an answer does not fit the table records that the call was done, and does not run it again',
    change: 'an answer that does not fit is not recorded',
    file: 'src/key-table.ts',
    find: 'entry.answer = fits ?',
    replace: 'if (!fits) return;\n    entry.answer = fits ?',
  },
  {
    claim: 'src/key-table.test.ts › a repeated call waits while the first one is running',
    change: 'a call is recorded when it has ended',
    file: 'src/key-table.ts',
    find: 'this.#entries.set(name, entry);\n      void',
    replace: 'void',
  },
];

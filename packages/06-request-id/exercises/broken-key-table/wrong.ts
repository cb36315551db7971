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
    change: 'every call scans the whole table, with forEach',
    find: `    for (const [name, { endedAtMs, bytes }] of this.#entries) {
      if (endedAtMs === undefined) continue;
      if (endedAtMs > oldestMs) break;
      this.#entries.delete(name);
      this.#bytes -= bytes;
    }
`,
    replace: `    this.#entries.forEach(({ endedAtMs, bytes }, name) => {
      if (endedAtMs === undefined || endedAtMs > oldestMs) return;
      this.#entries.delete(name);
      this.#bytes -= bytes;
    });
`,
    caughtBy: 'a call does not scan the whole table',
  },
  {
    change: 'only the first running call is skipped',
    find: `    for (const [name, { endedAtMs, bytes }] of this.#entries) {
      if (endedAtMs === undefined) continue;
`,
    replace: `    let running = 0;
    for (const [name, { endedAtMs, bytes }] of this.#entries) {
      if (endedAtMs === undefined && ++running > 1) break;
      if (endedAtMs === undefined) continue;
`,
    caughtBy: 'an old key behind two running calls makes room',
  },
  {
    change: 'a call that has ended stays at the place where it began',
    find: `    this.#entries.delete(name);
    if (answer?.out === 'error' && isRetryable(answer)) return;
`,
    replace: `    if (answer?.out === 'error' && isRetryable(answer)) {
      this.#entries.delete(name);
      return;
    }
`,
    caughtBy: 'a long call that has ended keeps no older key',
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

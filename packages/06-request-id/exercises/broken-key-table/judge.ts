// Judges my/broken/key-table.ts: which calls run, and how many entries a call looks at.

import { CaseFailed, defineJudge, type JudgedCase } from '@bytes-up/testkit';
import { entriesLookedAt, Driver, type Exports, type Limits } from './judge/driver';

const SYMPTOM = 'The symptom';
const STAYS = 'What must stay';
const names = ['KeyTable'] as const;

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'the symptom',
      names,
      cases: [
        scenario(SYMPTOM, 'an old key makes room while another call is running', (table) => {
          table.begins('export');
          table.runs('a', 'b');
          table.time(1_000);
          table.runs('c');
          table.holds(2);
        }),
        scenario(SYMPTOM, 'two calls are running', (table) => {
          table.begins('export');
          table.runs('a');
          table.begins('import');
          table.time(1_000);
          table.runs('b');
          table.holds(3);
        }),
        scenario(SYMPTOM, 'an old key behind two running calls makes room', (table) => {
          table.begins('export');
          table.begins('import');
          table.runs('a');
          table.time(1_000);
          table.runs('b');
          table.holds(3);
        }),
        scenario(SYMPTOM, 'an old key is removed, and its call runs again', (table) => {
          table.begins('export');
          table.runs('a');
          table.time(1_000);
          table.runs('a');
        }),
        scenario(
          SYMPTOM,
          'the bytes of an old answer are released',
          (table) => {
            table.begins('export');
            table.runs('a', 'b');
            table.refuses('c');
            table.time(1_000);
            table.runs('c', 'd');
          },
          { maxKeys: 100, maxBytes: 46 },
        ),
      ],
    },
    {
      title: 'the rest',
      names,
      cases: [
        scenario(STAYS, 'a running call is never removed', (table) => {
          table.begins('export');
          table.time(1_000_000);
          table.runs('a');
          table.waits('export');
        }),
        scenario(STAYS, 'a young answer is not removed', (table) => {
          table.begins('export');
          table.runs('a');
          table.time(999);
          table.runs('b');
          table.repeats('a');
        }),
        scenario(STAYS, 'a young answer after an old one', (table) => {
          table.runs('a');
          table.time(500);
          table.runs('b');
          table.time(1_000);
          table.runs('c');
          table.repeats('b');
          table.holds(2);
        }),
        scenario(STAYS, 'a full table refuses a new key', (table) => {
          table.begins('export');
          table.runs('a', 'b');
          table.refuses('c');
          table.repeats('a');
        }),
        scenario(STAYS, 'a long call is kept after it has ended', async (table) => {
          table.begins('export');
          table.time(5_000);
          await table.ends('export');
          table.time(5_999);
          table.repeats('export');
          table.time(6_000);
          table.runs('export');
        }),
        scenario(STAYS, 'a long call that has ended keeps no older key', async (table) => {
          table.begins('export');
          table.runs('a');
          table.time(500);
          await table.ends('export');
          table.time(1_000);
          table.runs('a');
          table.repeats('export');
        }),
        {
          title: 'a call does not scan the whole table',
          section: STAYS,
          run: (exports) => {
            const table = new Driver(exports, { maxKeys: 2_000, maxBytes: 1e6 });
            table.begins('export');
            for (let n = 0; n < 1_000; n++) table.runs(`${n}`);
            const looked = entriesLookedAt(() => table.runs('one more'));
            if (looked <= 10) return;
            const given = 'one call is running, a thousand have just ended; one more call';
            throw new CaseFailed({
              given,
              expected: 'at most 10 entries to be looked at',
              came: `${looked} entries`,
            });
          },
        },
      ],
    },
  ],
});

function scenario(
  section: string,
  title: string,
  steps: (table: Driver) => void | Promise<void>,
  limits: Partial<Limits> = {},
): JudgedCase<Exports> {
  return { title, section, run: (exports) => steps(new Driver(exports, limits)) };
}

// Judges my/server/who-waits.ts: measures each experiment with the chapter's server, and
// compares the predictions with what it has seen.

import { CaseFailed, defineJudge, type JudgedCase } from '@bytes-up/testkit';
import { measureCtrlC, measureHalfFrame, measureOneByOne, measureSilent } from './judge/measure';
import type { Measured } from './judge/measure';

type Table = Readonly<Record<string, unknown>>;

interface Exports {
  oneByOne: Table;
  silent: Table;
  halfFrame: Table;
  ctrlC: Table;
}

type Experiment = keyof Exports;

export const judge = defineJudge<Exports>({
  caseLimitMs: 60_000,
  stages: [
    {
      title: 'one by one',
      names: ['oneByOne'],
      cases: predictions('Stage 1: one by one', 'oneByOne', measureOneByOne, [
        'connectOfB',
        'sendOfB',
        'answerOfB',
        'answerOfC',
      ]),
    },
    {
      title: 'a client that says nothing',
      names: ['silent'],
      cases: predictions('Stage 2: a client that says nothing', 'silent', measureSilent, [
        'answerOfA',
        'answerOfB',
      ]),
    },
    {
      title: 'half a frame',
      names: ['halfFrame'],
      cases: predictions('Stage 3: half a frame', 'halfFrame', measureHalfFrame, [
        'endOfA',
        'answerOfB',
      ]),
    },
    {
      title: 'ctrl-C',
      names: ['ctrlC'],
      cases: predictions('Stage 4: ctrl-C', 'ctrlC', measureCtrlC, ['endOfA', 'endOfB']),
    },
  ],
});

/** Measures once for all of them, and only when everything is predicted. */
function predictions(
  section: string,
  experiment: Experiment,
  measure: () => Promise<Measured>,
  names: readonly string[],
): JudgedCase<Exports>[] {
  let measured: Promise<Measured> | undefined;
  return names.map((name) => ({
    title: `${experiment}.${name}`,
    section,
    run: async (exports) => {
      const table = exports[experiment];
      const open = names.find((each) => table[each] === 'not written yet');
      if (open !== undefined) {
        const given = `${experiment}.${open}`;
        throw new CaseFailed({ given, expected: 'your prediction', came: 'not written yet' });
      }
      measured ??= measure();
      const { story, values } = await measured;
      if (table[name] === values[name]) return;
      throw new CaseFailed({
        given: story,
        expected: String(values[name]),
        came: String(table[name]),
      });
    },
  }));
}

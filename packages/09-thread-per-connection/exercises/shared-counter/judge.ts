// Judges my/threads/counter.ts: another thread runs between any two of its steps.

import { Worker } from 'node:worker_threads';
import path from 'node:path';
import {
  CaseFailed,
  defineJudge,
  expectEqual,
  expectResult,
  resultOf,
  show,
  type JudgedCase,
} from '@bytes-up/testkit';
import { Steps } from './judge/steps';

interface Exports {
  take: (counter: Int32Array) => number;
  enter: (counter: Int32Array, max: number) => boolean;
  leave: (counter: Int32Array) => void;
}

const NUMBER = 'Stage 1: a number for each';
const LIMIT = 'Stage 2: a limit';
const THREADS = 2;
/** How often each real thread calls take. */
const TIMES = 20_000;
/** Other threads enter after so many steps, and a limit that they do not reach. */
const BUSY_STEPS = 40;
const BUSY_MAX = 100;

export const judge = defineJudge<Exports>({
  caseLimitMs: 30_000,
  stages: [
    {
      title: 'a number for each',
      names: ['take'],
      cases: [
        {
          title: 'two callers, one after the other',
          section: NUMBER,
          run: ({ take }) => {
            const counter = shared(5);
            const came = expectResult('5 in memory; take, twice', () => [
              take(counter),
              take(counter),
            ]);
            expectEqual('5 in memory; take, twice; what they return', [5, 6], came);
            expectEqual('5 in memory; take, twice; the number', 7, counter[0]);
          },
        },
        betweenSteps(NUMBER, 'another thread takes between your steps', {
          number: 5,
          yours: ({ take }, counter) => take(counter),
          other: (counter) => Atomics.add(counter, 0, 1),
          right: ({ yours, other, number }) =>
            number === 7 && [yours, other].sort().join() === '5,6',
          expected: 'the numbers 5 and 6, one for each, and then 7 in memory',
        }),
        {
          title: 'two real threads',
          section: NUMBER,
          run: async (_exports, { file }) => {
            const counter = shared(0);
            const given = `${THREADS} threads, each calls take ${TIMES} times`;
            const sums = await inThreads(file, counter);
            const all = THREADS * TIMES;
            expectEqual(`${given}; the number`, all, counter[0]);
            const sum = sums.reduce((one, two) => one + two, 0);
            expectEqual(`${given}; the sum of all results`, (all * (all - 1)) / 2, sum);
          },
        },
      ],
    },
    {
      title: 'a limit',
      names: ['take', 'enter', 'leave'],
      cases: [
        {
          title: 'one after the other',
          section: LIMIT,
          run: ({ enter, leave }) => {
            const counter = shared(0);
            const given = 'max 2; enter, three times';
            const came = expectResult(given, () => [1, 2, 3].map(() => enter(counter, 2)));
            expectEqual(given, [true, true, false], came);
            expectEqual(`${given}; the number`, 2, counter[0]);
            expectResult(`${given}; leave`, () => leave(counter));
            expectEqual(`${given}; leave; the number`, 1, counter[0]);
            const again = expectResult(`${given}; leave; enter`, () => enter(counter, 2));
            expectEqual(`${given}; leave; enter`, true, again);
          },
        },
        betweenSteps(LIMIT, 'another thread enters, and there is room for both', {
          number: 0,
          yours: ({ enter }, counter) => enter(counter, 2),
          other: (counter) => Atomics.add(counter, 0, 1) >= 0,
          right: ({ yours, number }) => yours === true && number === 2,
          expected: 'true, and then 2 in memory',
        }),
        betweenSteps(LIMIT, 'another thread competes for the last place', {
          number: 1,
          max: 2,
          yours: ({ enter }, counter) => enter(counter, 2),
          other: (counter) => Atomics.compareExchange(counter, 0, 1, 2) === 1,
          right: ({ yours, other, number }) => yours !== other && number === 2,
          expected: 'true for one of the two, and then 2 in memory',
        }),
        betweenSteps(LIMIT, 'there is no room, not even for a moment', {
          number: 2,
          max: 2,
          yours: ({ enter }, counter) => enter(counter, 2),
          other: () => undefined,
          right: ({ yours, number }) => yours === false && number === 2,
          expected: 'false, and 2 in memory',
        }),
        betweenSteps(LIMIT, 'there is room, and another thread leaves', {
          number: 1,
          max: 2,
          yours: ({ enter }, counter) => enter(counter, 2),
          other: (counter) => Atomics.sub(counter, 0, 1),
          right: ({ yours, number }) => yours === true && number === 1,
          expected: 'true, and then 1 in memory',
        }),
        betweenSteps(LIMIT, 'one thread enters, and leaves after your next step', {
          number: 0,
          yours: ({ enter }, counter) => enter(counter, 2),
          other: (counter) => Atomics.add(counter, 0, 1) >= 0,
          next: (counter) => Atomics.sub(counter, 0, 1),
          right: ({ yours, number }) => yours === true && number === 1,
          expected: 'true, and then 1 in memory',
        }),
        othersEnterEachTime('other threads enter after each of your first 40 steps'),
        betweenSteps(LIMIT, 'no room, and another thread leaves', {
          number: 2,
          max: 2,
          yours: ({ enter }, counter) => enter(counter, 2),
          other: (counter) => Atomics.sub(counter, 0, 1),
          right: ({ yours, number }) => number === (yours === true ? 2 : 1),
          expected: 'true and 2 in memory, or false and 1 in memory',
        }),
        betweenSteps(LIMIT, 'two threads leave', {
          number: 2,
          yours: ({ leave }, counter) => leave(counter),
          other: (counter) => Atomics.sub(counter, 0, 1),
          right: ({ number }) => number === 0,
          expected: '0 in memory',
        }),
        betweenSteps(LIMIT, 'one thread leaves while another enters', {
          number: 1,
          yours: ({ leave }, counter) => leave(counter),
          other: (counter) => Atomics.add(counter, 0, 1),
          right: ({ number }) => number === 1,
          expected: '1 in memory',
        }),
      ],
    },
  ],
});

interface Ended {
  readonly yours: unknown;
  readonly other: unknown;
  readonly number: number;
}

interface Race {
  /** The number at the start. */
  readonly number: number;
  /** It must never be larger, not even for a moment. */
  readonly max?: number;
  readonly yours: (exports: Exports, counter: Int32Array) => unknown;
  /** The other thread, in one step. */
  readonly other: (counter: Int32Array) => unknown;
  /** What it does after the step that follows, if there is one, or when you are done. */
  readonly next?: (counter: Int32Array) => unknown;
  readonly right: (ended: Ended) => boolean;
  readonly expected: string;
}

/** Runs once for each step after which the other thread can run. */
function betweenSteps(section: string, title: string, race: Race): JudgedCase<Exports> {
  return {
    title,
    section,
    run: (exports) => {
      for (let after = 1; ; after++) {
        const counter = shared(race.number);
        let other: unknown;
        const steps = new Steps(counter, (step) => {
          if (step === after) other = race.other(counter);
          if (step === after + 1) race.next?.(counter);
        });
        const again = race.next === undefined ? '' : ', and again after the next one';
        const given = `${race.number} in memory; the other thread runs after step ${after}${again}`;
        const yours = expectResult(given, () =>
          steps.watch((watched) => race.yours(exports, watched)),
        );
        const { taken, largest } = steps;
        if (taken.length < after) {
          if (after > 1) return; // it has run after every step
          const came = 'it did not touch the counter';
          throw new CaseFailed({ given, expected: 'a step', came });
        }
        if (taken.length === after) race.next?.(counter);
        const number = counter[0] ?? 0;
        const story = `${given}. Your steps: ${taken.join(', ')}`;
        if (race.max !== undefined && largest > race.max)
          throw new CaseFailed({
            given: story,
            expected: `never more than ${race.max} in memory`,
            came: `${largest} for a moment`,
          });
        if (race.right({ yours, other, number })) continue;
        const got = yours === undefined ? '' : `${show(yours)} for you, `;
        const others = other === undefined ? '' : `${show(other)} for the other thread, `;
        const came = `${got}${others}and then ${number} in memory`;
        throw new CaseFailed({ given: story, expected: race.expected, came });
      }
    },
  };
}

/** With a limit that is not reached, so you must get in, however often you try. */
function othersEnterEachTime(title: string): JudgedCase<Exports> {
  return {
    title,
    section: LIMIT,
    run: ({ enter }) => {
      const counter = shared(0);
      let others = 0;
      const steps = new Steps(counter, (step) => {
        if (step <= BUSY_STEPS) others += Atomics.add(counter, 0, 1) >= 0 ? 1 : 0;
      });
      const given = `0 in memory; max ${BUSY_MAX}; after each of your first ${BUSY_STEPS} steps another thread enters`;
      const entered = expectResult(given, () => steps.watch((watched) => enter(watched, BUSY_MAX)));
      expectEqual(given, true, entered);
      expectEqual(`${given}; the number`, others + 1, counter[0]);
    },
  };
}

function shared(number: number): Int32Array {
  const counter = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  counter[0] = number;
  return counter;
}

/** @returns for each thread the sum of what its calls have returned */
async function inThreads(file: string, counter: Int32Array): Promise<number[]> {
  const go = shared(0);
  const threads = Array.from({ length: THREADS }, () => {
    const workerData = { file, counter, go, times: TIMES, threads: THREADS };
    return new Worker(path.join(__dirname, 'judge/thread.ts'), { workerData });
  });
  const sums = threads.map(
    (thread) =>
      new Promise<number>((resolve, reject) => {
        thread.once('message', resolve).once('error', reject);
        thread.once('exit', () => reject(new Error('a thread ended without a result')));
      }),
  );
  try {
    return await resultOf(`${THREADS} threads`, () => Promise.all(sums));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

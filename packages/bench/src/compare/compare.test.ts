import { compare } from './compare';
import type { Contender } from './contender';
import type { CompareOptions, Progress } from './options';
import { timeRatio } from '../report/report';
import { costing, FakeClock } from '../testing/fake-clock';

const inputs = [
  { name: 'small', value: 1, bytes: 1_000 },
  { name: 'big', value: 2 },
];

/** Two contenders, one ten times as fast, on a clock of their own. */
function race(
  clock: FakeClock,
  change: Partial<CompareOptions<unknown, string>> = {},
): CompareOptions<unknown, string> {
  return {
    title: 'a race',
    contenders: [costing('fast', clock, 2, 'same'), costing('slow', clock, 20, 'same')],
    baseline: 'slow',
    inputs,
    rounds: 3,
    minRoundMs: 50,
    seed: 1,
    now: clock.now,
    ...change,
  };
}

describe('a report', () => {
  test('has exact times and ratios if the clock is exact', async () => {
    const report = await compare(race(new FakeClock()));
    const one = { median: 1, min: 1, max: 1 };
    const ten = { median: 10, min: 10, max: 10 };
    expect(report).toMatchObject({ title: 'a race', baseline: 'slow', seed: 1, rounds: 3 });
    expect(report.rows).toEqual(
      inputs.flatMap(({ name: input, bytes }) => {
        const common = { input, ...(bytes && { bytes }) };
        const runMs = (ms: number) => ({ median: ms, min: ms, max: ms });
        return [
          { ...common, contender: 'fast', samplesMs: [2, 2, 2], runMs: runMs(2), speed: ten },
          { ...common, contender: 'slow', samplesMs: [20, 20, 20], runMs: runMs(20), speed: one },
        ];
      }),
    );
  });

  test('survives JSON unchanged', async () => {
    const report = await compare(race(new FakeClock()));
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test('pairs the rounds: a machine that slows down threefold does not change the ratio', async () => {
    const clock = new FakeClock();
    let round = 0;
    const drifting = (name: string, runMs: number): Contender<unknown, string> => ({
      name,
      run: () => {
        clock.ms += runMs * (round >= 2 ? 3 : 1);
        return 'same';
      },
    });
    const report = await compare(
      race(clock, {
        contenders: [drifting('fast', 60), drifting('slow', 120)],
        inputs: inputs.slice(0, 1),
        rounds: 5,
        onProgress: ({ phase, step }) => {
          if (phase === 'round') round = Math.floor((step - 1) / 2);
        },
      }),
    );
    const [fast, slow] = report.rows;
    expect(fast?.samplesMs).toEqual([60, 60, 180, 180, 180]);
    expect(slow?.samplesMs).toEqual([120, 120, 360, 360, 360]);
    expect(fast?.speed).toEqual({ median: 2, min: 2, max: 2 });
  });

  test('gives the ratio of any two rows, and rejects an unknown row', async () => {
    const report = await compare(race(new FakeClock()));
    const small = { input: 'small', contender: 'fast' };
    const big = { input: 'big', contender: 'slow' };
    expect(timeRatio(report, big, small)).toEqual({ median: 10, min: 10, max: 10 });
    expect(() => timeRatio(report, big, { ...small, contender: 'other' })).toThrow(
      new RangeError('"a race" has no row "other" on "small"'),
    );
  });
});

describe('rounds', () => {
  async function orderOf(seed: number): Promise<string[]> {
    const order: string[] = [];
    const onProgress = ({ phase, contender, input }: Progress): void => {
      if (phase === 'round') order.push(`${contender}/${input}`);
    };
    await compare(race(new FakeClock(), { seed, rounds: 6, onProgress }));
    return order;
  }

  test('measure every contender on every input once, each round in an order of its own', async () => {
    const order = await orderOf(5);
    const rounds = Array.from({ length: 6 }, (_, round) => order.slice(round * 4, round * 4 + 4));
    for (const round of rounds) {
      expect([...round].sort()).toEqual(['fast/big', 'fast/small', 'slow/big', 'slow/small']);
    }
    expect(new Set(rounds.map((round) => round.join())).size).toBeGreaterThan(1);
  });

  test('have the same orders for the same seed', async () => {
    expect(await orderOf(5)).toEqual(await orderOf(5));
    expect(await orderOf(5)).not.toEqual(await orderOf(6));
  });

  test('repeat fast work until minRoundMs have passed, and run slow work once', async () => {
    const clock = new FakeClock();
    let runs = { fast: 0, slow: 0 };
    const counting = (name: 'fast' | 'slow', runMs: number): Contender<unknown, string> => ({
      name,
      run: () => {
        runs[name]++;
        clock.ms += runMs;
        return 'same';
      },
    });
    const report = await compare(
      race(clock, {
        contenders: [counting('fast', 1), counting('slow', 1_000)],
        inputs: inputs.slice(0, 1),
        onProgress: ({ phase, step }) => {
          if (phase === 'round' && step === 1) {
            expect(runs.slow).toBe(1); // its answer; no warm-up
            runs = { fast: 0, slow: 0 };
          }
        },
      }),
    );
    expect(report.rounds).toBe(3);
    expect(runs).toEqual({ fast: 3 * 56, slow: 3 }); // 56: whole batches of 8 runs
  });

  test('are fewer, or none, for a limited contender, and the reason is reported', async () => {
    const clock = new FakeClock();
    const limited: Contender<unknown, string> = {
      ...costing('slow', clock, 20, 'same'),
      limit: (input) =>
        input === 'big'
          ? { rounds: 0, because: 'takes a minute' }
          : { rounds: 2, because: 'takes seconds' },
    };
    const contenders = [costing('fast', clock, 2, 'same'), limited];
    const { rows } = await compare(race(clock, { contenders }));
    expect(rows.map(({ samplesMs }) => samplesMs.length)).toEqual([3, 2, 3, 0]);
    expect(rows.map(({ speed }) => speed?.median)).toEqual([10, 1, undefined, undefined]);
    expect(rows.map((row) => row.limited)).toEqual([
      undefined,
      'takes seconds',
      undefined,
      'takes a minute',
    ]);
  });

  test('end when the next one would exceed maxTotalMs', async () => {
    // Each step takes 60 ms: 4 answers and 4 samples of warm-up with 4 calibrations, then
    // 4 samples a round.
    const clock = new FakeClock();
    const contenders = [costing('fast', clock, 60, 'same'), costing('slow', clock, 60, 'same')];
    const report = await compare(race(clock, { contenders, maxTotalMs: 720 + 2 * 240, rounds: 9 }));
    expect(report).toMatchObject({ roundsAsked: 9, rounds: 2, elapsedMs: 1_200 });
  });

  test('without time for the first one are an error', async () => {
    const clock = new FakeClock();
    const contenders = [costing('fast', clock, 60, 'same'), costing('slow', clock, 60, 'same')];
    await expect(compare(race(clock, { contenders, maxTotalMs: 720 + 239 }))).rejects.toMatchObject(
      {
        code: 'OUT_OF_TIME',
        message: 'maxTotalMs 959 leaves no time for a first round of about 240 ms',
      },
    );
  });
});

describe('answers', () => {
  test('are compared before anything is timed; a different one ends the comparison', async () => {
    const clock = new FakeClock();
    const phases = new Set<string>();
    const contenders = [
      costing('right', clock, 1, [{ id: 1 }, { id: 2 }]),
      costing('wrong', clock, 1, [{ id: 1 }, { id: 3 }]),
    ];
    const comparison = compare({
      title: 'unequal',
      contenders,
      baseline: 'right',
      inputs,
      now: clock.now,
      onProgress: ({ phase }) => phases.add(phase),
    });
    await expect(comparison).rejects.toMatchObject({
      code: 'ANSWERS_DIFFER',
      message: '"wrong" answers "small" differently from "right": [1].id: expected 2, got 3',
    });
    expect([...phases]).toEqual(['answers']);
  });

  test('are compared with the baseline, wherever it is in the list', async () => {
    const clock = new FakeClock();
    const contenders = [costing('wrong', clock, 1, 'b'), costing('base', clock, 1, 'a')];
    await expect(compare(race(clock, { contenders, baseline: 'base' }))).rejects.toThrow(
      '"wrong" answers "small" differently from "base": character 0: expected "a", got "b"',
    );
  });

  test('are compared with each other if the baseline is left out', async () => {
    const clock = new FakeClock();
    const limit = () => ({ rounds: 0, because: 'too slow' });
    const contenders = [
      { ...costing('base', clock, 1, 'a'), limit },
      costing('one', clock, 1, 'b'),
      costing('other', clock, 1, 'c'),
    ];
    await expect(compare(race(clock, { contenders, baseline: 'base' }))).rejects.toThrow(
      '"other" answers "small" differently from "one"',
    );
  });
});

describe('asynchronous contenders', () => {
  test('are timed until their promises settle, beside synchronous ones', async () => {
    const clock = new FakeClock();
    const asynchronous: Contender<unknown, string> = {
      name: 'fast',
      run: async () => {
        await Promise.resolve();
        clock.ms += 4;
        return 'same';
      },
    };
    const contenders = [asynchronous, costing('slow', clock, 20, 'same')];
    const { rows } = await compare(race(clock, { contenders }));
    expect(rows[0]).toMatchObject({ samplesMs: [4, 4, 4], speed: { median: 5, min: 5, max: 5 } });
  });

  test('that never answer end at the time limit', async () => {
    const hanging = { name: 'hanging', run: () => new Promise<string>(() => undefined) };
    const options = race(new FakeClock(), { contenders: [hanging], baseline: 'hanging' });
    await expect(compare({ ...options, maxTotalMs: 20 })).rejects.toMatchObject({
      code: 'OUT_OF_TIME',
      message: 'maxTotalMs 20 expired in "hanging" on "small"',
    });
  });

  test('are abandoned in mid-run when the signal is aborted, and not run again', async () => {
    const abort = new AbortController();
    let runs = 0;
    let release = (): void => undefined;
    const waiting: Contender<unknown, string> = {
      name: 'waiting',
      run: () => {
        if (++runs === 1) return Promise.resolve('same');
        return new Promise((resolve) => {
          release = () => resolve('same');
          setImmediate(() => abort.abort());
        });
      },
    };
    const options = race(new FakeClock(), { contenders: [waiting], baseline: 'waiting' });
    const comparison = compare({ ...options, signal: abort.signal });
    await expect(comparison).rejects.toMatchObject({
      code: 'ABORTED',
      message: 'aborted by the caller',
    });
    release();
    await new Promise(setImmediate);
    expect(runs).toBe(2);
  });
});

test('a signal that is aborted between two samples ends the comparison', async () => {
  const abort = new AbortController();
  let rounds = 0;
  const onProgress = ({ phase }: Progress): void => {
    if (phase === 'round' && ++rounds === 2) abort.abort();
  };
  const options = race(new FakeClock(), { onProgress, signal: abort.signal });
  await expect(compare(options)).rejects.toMatchObject({ code: 'ABORTED' });
  expect(rounds).toBe(2);
});

test('a clock that does not advance is rejected', async () => {
  const now = (): number => 5;
  const contenders = [{ name: 'a', run: () => 1 }];
  const options = { title: 't', contenders, baseline: 'a', inputs: inputs.slice(0, 1), now };
  await expect(compare(options)).rejects.toMatchObject({
    code: 'BAD_OPTIONS',
    message: 'now: the clock did not advance during "a" on "small"',
  });
});

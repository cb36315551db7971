import { failsAwake, failsInPace, failsInTime, inPace, type Attempts } from './pace';

let voided: string[] = [];
const told: Attempts = { provedNothing: (why) => voided.push(why) };
beforeEach(() => void (voided = []));

let nowMs = 0;
beforeEach(() => void jest.spyOn(performance, 'now').mockImplementation(() => nowMs));
afterEach(() => void jest.restoreAllMocks());

/**
 * Runs with these times between the beats, one list for each attempt. The first `failing`
 * attempts fail.
 */
async function attempts(
  gaps: readonly (readonly number[])[],
  failing = 0,
  judge = inPace<number>,
): Promise<number> {
  let count = 0;
  return judge(told, 100, async (beat) => {
    nowMs += 5_000; // not measured: it is before the first beat
    beat();
    for (const gapMs of gaps[count] ?? []) {
      nowMs += gapMs;
      beat();
    }
    if (++count <= failing) throw new Error(`attempt ${count}`);
    return count;
  });
}

test('an attempt that kept pace counts', async () => {
  expect(await attempts([[100, 100, 100]])).toBe(1);
});

test('an attempt that lost pace is repeated, whether it passed or failed', async () => {
  expect(await attempts([[10, 101], [101], [10]])).toBe(3);
  expect(voided).toEqual([
    '101 ms between two beats, limit 100 ms',
    '101 ms between two beats, limit 100 ms',
  ]);
  expect(await attempts([[101], [50]], 1)).toBe(2);
});

test('a failure at the right pace is a failure', async () => {
  await expect(attempts([[50]], 1)).rejects.toThrow('attempt 1');
});

test('the time from the last beat to the failure counts too', async () => {
  let count = 0;
  const result = inPace(told, 100, async (beat) => {
    beat();
    if (++count === 2) return 'went again';
    nowMs += 101;
    throw new Error('too late to prove anything');
  });
  expect(await result).toBe('went again');
});

describe('failsInPace', () => {
  test('a pass counts, even if the pace was lost', async () => {
    expect(await attempts([[10, 101]], 0, failsInPace)).toBe(1);
    expect(voided).toEqual([]);
  });

  test('a failure counts only at the right pace', async () => {
    expect(await attempts([[101], [101]], 1, failsInPace)).toBe(2);
    expect(voided).toEqual(['101 ms between two beats, limit 100 ms']);
    await expect(attempts([[50]], 1, failsInPace)).rejects.toThrow('attempt 1');
  });
});

describe('failsInTime', () => {
  /**
   * Each attempt ends this many milliseconds after `begin`; a failure is written [ms].
   */
  const attempts = (...ends: readonly (number | readonly [number])[]): Promise<number> => {
    let count = 0;
    return failsInTime(told, 100, async (begin) => {
      nowMs += 5_000;
      begin();
      const end = ends[count++];
      if (end === undefined) throw new Error('no more attempts were expected');
      nowMs += typeof end === 'number' ? end : end[0];
      if (typeof end !== 'number') throw new Error(`attempt ${count}`);
      return count;
    });
  };

  test('a pass counts, however late', async () => {
    expect(await attempts(900)).toBe(1);
    expect(voided).toEqual([]);
  });

  test('a failure in time is a failure', async () => {
    await expect(attempts([100])).rejects.toThrow('attempt 1');
  });

  test('after a late failure three passes in a row are needed', async () => {
    expect(await attempts([101], 10, 10, 10)).toBe(4);
    expect(await attempts([101], 10, 10, [900], 10, 10, 10)).toBe(7);
    expect(voided).toHaveLength(3);
    expect(voided[2]).toBe('failed after 900 ms, limit 100 ms');
  });

  test('a lucky pass does not save a server that then fails in time', async () => {
    await expect(attempts([101], 10, [100])).rejects.toThrow('attempt 3');
  });

  test('a failure before `begin` is a failure', async () => {
    const result = failsInTime(told, 100, () => Promise.reject(new Error('no server')));
    await expect(result).rejects.toThrow('no server');
  });
});

describe('failsAwake', () => {
  const fails = (stallMs: number) => (): Promise<never> => {
    nowMs += stallMs;
    return Promise.reject(new Error('not served'));
  };

  test('a failure without a stall is a failure', async () => {
    await expect(failsAwake(told, 100, fails(100))).rejects.toThrow('not served');
    expect(voided).toEqual([]);
  });

  test('a failure during a stall proves nothing, and it runs again', async () => {
    let count = 0;
    const run = (): Promise<number> => (++count === 1 ? fails(101)() : Promise.resolve(count));
    expect(await failsAwake(told, 100, run)).toBe(2);
    expect(voided).toEqual(['stalled for 101 ms, limit 100 ms']);
  });

  test('a pass counts, even during a stall', async () => {
    const run = (): Promise<string> => {
      nowMs += 5_000;
      return Promise.resolve('served');
    };
    expect(await failsAwake(told, 100, run)).toBe('served');
  });
});

import { failsInTime, inPace } from './pace';

let nowMs = 0;
beforeEach(() => void jest.spyOn(performance, 'now').mockImplementation(() => nowMs));
afterEach(() => void jest.restoreAllMocks());

/** Runs with these times between the beats, one list for each attempt; the attempts after `failing` succeed. */
async function attempts(gaps: readonly (readonly number[])[], failing = 0): Promise<number> {
  let count = 0;
  return inPace(100, async (beat) => {
    nowMs += 5_000; // before the first beat nothing is measured
    beat();
    for (const gapMs of gaps[count] ?? []) {
      nowMs += gapMs;
      beat();
    }
    if (++count <= failing) throw new Error(`attempt ${count}`);
    return count;
  });
}

test('what kept the pace counts', async () => {
  expect(await attempts([[100, 100, 100]])).toBe(1);
});

test('what lost the pace goes again, whether it passed or failed', async () => {
  expect(await attempts([[10, 101], [101], [10]])).toBe(3);
  expect(await attempts([[101], [50]], 1)).toBe(2);
});

test('a failure in pace is a failure', async () => {
  await expect(attempts([[50]], 1)).rejects.toThrow('attempt 1');
});

test('the time from the last beat to the failure counts too', async () => {
  let count = 0;
  const result = inPace(100, async (beat) => {
    beat();
    if (++count === 2) return 'went again';
    nowMs += 101;
    throw new Error('too late to prove anything');
  });
  expect(await result).toBe('went again');
});

describe('failsInTime', () => {
  const failing = (lateMs: readonly number[], passes: boolean): Promise<number> => {
    let count = 0;
    return failsInTime(100, async (begin) => {
      nowMs += 5_000;
      begin();
      nowMs += lateMs[count++] ?? 0;
      if (passes && count === lateMs.length) return count;
      throw new Error(`attempt ${count}`);
    });
  };

  test('a pass counts, however late', async () => {
    expect(await failing([900], true)).toBe(1);
  });

  test('a late failure goes again, one in time is a failure', async () => {
    expect(await failing([101, 900, 900], true)).toBe(3);
    await expect(failing([101, 100], false)).rejects.toThrow('attempt 2');
  });

  test('a failure before it began is a failure', async () => {
    const result = failsInTime(100, () => Promise.reject(new Error('no server')));
    await expect(result).rejects.toThrow('no server');
  });
});

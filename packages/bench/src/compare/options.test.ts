import { BenchError } from './bench-error';
import { checkOptions } from './options';
import type { CompareOptions } from './options';

const fine: CompareOptions<number, number> = {
  title: 'doubling',
  contenders: [
    { name: 'add', run: (x) => x + x },
    { name: 'shift', run: (x) => x << 1 },
  ],
  baseline: 'add',
  inputs: [{ name: 'one', value: 1 }],
};

describe('options', () => {
  test('have defaults', () => {
    const settings = checkOptions(fine);
    expect(settings).toMatchObject({ rounds: 9, minRoundMs: 50, maxTotalMs: 120_000 });
    expect(settings.seed).toBeGreaterThanOrEqual(0);
    expect(checkOptions({ ...fine, seed: 4_294_967_295 }).seed).toBe(4_294_967_295);
  });

  test.each<[Partial<CompareOptions<number, number>>, string]>([
    [{ rounds: 0 }, 'rounds: expected an integer from 1 to 1000, got 0'],
    [{ rounds: 1.5 }, 'rounds: expected an integer from 1 to 1000, got 1.5'],
    [{ minRoundMs: 60_001 }, 'minRoundMs: expected an integer from 1 to 60000, got 60001'],
    [{ maxTotalMs: NaN }, 'maxTotalMs: expected an integer from 1 to 86400000, got NaN'],
    [{ seed: -1 }, 'seed: expected an integer from 0 to 4294967295, got -1'],
    [{ contenders: [] }, 'contenders: expected at least one, got none'],
    [{ inputs: [] }, 'inputs: expected at least one, got none'],
    [
      { contenders: [...fine.contenders, ...fine.contenders] },
      'contenders: expected unique names, got "add" twice',
    ],
    [{ baseline: 'multiply' }, 'baseline: expected one of "add", "shift", got "multiply"'],
  ])('%j: %s', (change, message) => {
    const check = (): unknown => checkOptions({ ...fine, ...change });
    expect(check).toThrow(new BenchError('BAD_OPTIONS', message));
  });
});

// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

const PAUSE = 'random() * Math.min(maxMs, baseMs * 2 ** (attempt - 2))';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the bound is applied after the randomness, so that long pauses are equal',
    find: PAUSE,
    replace: 'Math.min(maxMs, random() * baseMs * 2 ** (attempt - 2))',
    caughtBy: 'the bound ends at maxMs',
  },
  {
    change: 'an attempt that is not made is spent',
    find: '      if (now() + pause >= deadlineMs) throw error;\n      if (!budget.spend()) throw error;',
    replace:
      '      if (!budget.spend()) throw error;\n      if (now() + pause >= deadlineMs) throw error;',
    caughtBy: 'a retry without enough time left spends nothing',
  },
  {
    change: 'half of the pause is not random',
    find: PAUSE,
    replace: '(0.5 + random() / 2) * Math.min(maxMs, baseMs * 2 ** (attempt - 2))',
    caughtBy: 'before attempt 2',
  },
  {
    change: 'the first pause has twice its bound',
    find: '(attempt - 2)',
    replace: '(attempt - 1)',
    caughtBy: 'before attempt 2',
  },
  {
    change: 'the power of two is a shift, which has 32 bits',
    find: 'baseMs * 2 ** (attempt - 2)',
    replace: 'baseMs * (1 << (attempt - 2))',
    caughtBy: 'the bound of attempt 33',
  },
  {
    change: 'the first pause is not bounded',
    find: 'Math.min(maxMs, baseMs * 2 ** (attempt - 2))',
    replace: '(attempt === 2 ? baseMs : Math.min(maxMs, baseMs * 2 ** (attempt - 2)))',
    caughtBy: 'a baseMs over maxMs',
  },
  {
    change: 'the budget counts in tenths',
    find: 'this.#left + perCall)',
    replace: 'this.#left + Math.round(perCall * 10) / 10)',
    caughtBy: 'eight calls earn one retry, at 0.125 each',
  },
  {
    change: 'a call earns when it has ended',
    find: `  budget.earn(); // once for each call, not for each attempt
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      if (made >= options.attempts || !options.mayRetry(error)) throw error;`,
    replace: `  for (let made = 1; ; made++) {
    try {
      const result = await attempt();
      budget.earn();
      return result;
    } catch (error) {
      if (made >= options.attempts || !options.mayRetry(error)) throw error;`,
    caughtBy: 'a call earns before its first attempt',
  },
  {
    change: 'each attempt earns',
    find: '      return await attempt();',
    replace: '      if (made > 1) budget.earn();\n      return await attempt();',
    caughtBy: 'a retry earns nothing',
  },
  {
    change: 'it does not wait for the sleep',
    find: 'await options.sleep(pause);',
    replace: 'void options.sleep(pause);',
    caughtBy: 'the second attempt succeeds',
  },
  {
    change: 'ten tenths do not make one',
    find: '1 - ROUNDING',
    replace: '1',
    caughtBy: 'ten calls earn one retry',
  },
  {
    change: 'the budget is not bounded',
    find: 'Math.min(Math.max(reserve, 1), this.#left + perCall)',
    replace: 'this.#left + perCall + 0 * reserve',
    caughtBy: 'the budget holds no more than the reserve',
  },
  {
    change: 'with a reserve of 0 no call earns anything',
    find: 'Math.max(reserve, 1)',
    replace: 'reserve',
    caughtBy: 'with a reserve of 0 ten calls earn one',
  },
  {
    change: 'a refused retry is spent',
    find: '    if (this.#left < 1 - ROUNDING) return false;\n    this.#left--;\n    return true;',
    replace: '    return this.#left-- >= 1 - ROUNDING;',
    caughtBy: 'ten calls earn one retry',
  },
  {
    change: 'the catch does not see the rejection',
    find: 'return await attempt();',
    replace: 'return attempt();',
    caughtBy: 'the second attempt succeeds',
  },
  {
    change: 'one attempt too many',
    find: 'made >= options.attempts',
    replace: 'made > options.attempts',
    caughtBy: 'the attempts are used up',
  },
  {
    change: 'an attempt with no time left',
    find: 'now() + pause >= deadlineMs',
    replace: 'now() >= deadlineMs',
    caughtBy: 'a pause that would end at the deadline',
  },
  {
    change: 'each attempt gets the whole time',
    find: 'if (now() + pause >= deadlineMs) throw error;',
    replace: 'if (pause >= timeoutMs || deadlineMs === 0) throw error;',
    caughtBy: 'a pause that would end at the deadline',
  },
  {
    change: 'a call earns nothing',
    find: 'budget.earn(); // once for each call, not for each attempt',
    replace: '',
    caughtBy: 'ten calls that succeed earn one retry',
  },
];

// Every contender of the benchmark runs, and answers as the others do.

import { smoke } from './smoke';

test('every contender starts and answers, or says what it needs', async () => {
  const results = await smoke();
  expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  const missing = results.filter(({ outcome }) => outcome === 'cannot run here');
  for (const { reason } of missing) expect(reason).toMatch(/^needs /);
  expect(results.length - missing.length).toBeGreaterThanOrEqual(18);
});

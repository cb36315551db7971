import { join } from 'node:path';
import { runScript } from '@bytes-up/testkit';

test('a call that has ended is garbage at the next collection of the young generation', async () => {
  const script = join(__dirname, '../testing/kept-calls.ts');
  const { stdout } = await runScript(script, { flags: ['--expose-gc'] });
  expect(Number(stdout)).toBeLessThan(50); // bytes a call; an entry of the table has 500
});

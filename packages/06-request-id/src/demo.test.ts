import { join } from 'node:path';
import { runDemo } from '@bytes-up/testkit';

test('the demo shows calls that are lost, done twice, and done once', async () => {
  const printed = await runDemo(join(__dirname, 'demo.ts'));
  const totals = (client: string): string[] => {
    const [, part = ''] = printed.split(`\n${client}\n`);
    return [...part.matchAll(/is at (\d), (\w+)/g)]
      .slice(0, 3)
      .map(([, n, word]) => `${n} ${word}`);
  };
  expect(totals('no key, no retry')).toEqual(['0 LOST', '1 right', '1 right']);
  expect(totals('no key, always retries')).toEqual(['1 right', '2 TWICE', '2 TWICE']);
  expect(totals('no key, retries what is safe')).toEqual(['0 LOST', '1 right', '1 right']);
  expect(totals('with a key, retries what is safe')).toEqual(['1 right', '1 right', '1 right']);
});

import { join } from 'node:path';
import { rowOf, runDemo } from '@bytes-up/testkit';

test('the demo draws three clients in a queue, and times a reply in two sends and in one', async () => {
  const printed = await runDemo(join(__dirname, 'demo.ts'));
  const row = (name: string): string => rowOf(printed, name).drawn;
  // A client that connects later is served later: it gets its answer only after the one
  // before it has left.
  expect(row('A')).toMatch(/^C[.=]*S[.=]*A=+L$/);
  for (const name of ['B', 'C']) expect(row(name)).toMatch(/^ +C\.*S\.+=*A=+L$/);
  expect(row('B').indexOf('A')).toBeGreaterThanOrEqual(row('A').indexOf('L') - 1);
  expect(row('C').indexOf('A')).toBeGreaterThanOrEqual(row('B').indexOf('L') - 1);
  expect(printed).toContain('ended with code 0.');
  const callsOf = (way: string): number =>
    Number(new RegExp(`^${way} +([\\d,]+) calls/s`, 'm').exec(printed)?.[1]?.replaceAll(',', ''));
  expect(callsOf('two sends')).toBeLessThan(100);
  // Whether one send is quicker is for two-writes.test.ts: a busy machine can delay any.
  expect(callsOf('one send')).toBeGreaterThan(0);
});

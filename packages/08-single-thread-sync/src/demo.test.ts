import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { typescriptCommand } from '@bytes-up/stage';

test('the demo draws three clients in a line, and times a reply in two sends and in one', async () => {
  const [node = '', ...demo] = typescriptCommand(join(__dirname, 'demo.ts'));
  const run = await promisify(execFile)(node, demo);
  expect(run.stderr).toBe('');
  const row = (name: string): string =>
    new RegExp(`^client ${name}  (.*)$`, 'm').exec(run.stdout)?.[1] ?? '';
  // Who connects later is served later: each answer after the one before has left.
  expect(row('A')).toMatch(/^CS[.=]*A=+L$/);
  for (const name of ['B', 'C']) expect(row(name)).toMatch(/^ +C\.*S\.+=*A=+L$/);
  expect(row('B').indexOf('A')).toBeGreaterThanOrEqual(row('A').indexOf('L') - 1);
  expect(row('C').indexOf('A')).toBeGreaterThanOrEqual(row('B').indexOf('L') - 1);
  expect(run.stdout).toContain('ended with code 0.');
  const callsOf = (way: string): number =>
    Number(
      new RegExp(`^${way} +([\\d,]+) calls/s`, 'm').exec(run.stdout)?.[1]?.replaceAll(',', ''),
    );
  expect(callsOf('two sends')).toBeLessThan(100);
  expect(callsOf('one send')).toBeGreaterThan(10 * callsOf('two sends'));
});

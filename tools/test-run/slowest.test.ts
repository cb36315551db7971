import { slowestFiles } from './slowest';
import { fakeResult } from './testing/fake-result';

const file = (name: string, seconds: number) => ({
  name: `/repo/${name}`,
  status: 'passed',
  startTime: 5000,
  endTime: 5000 + seconds * 1000,
  assertionResults: [],
});

test('the slowest first, with their seconds', () => {
  const testResults = [file('a.test.ts', 1.25), file('b.test.ts', 108), file('c.test.ts', 12.34)];
  expect(slowestFiles(fakeResult({ testResults }), '/repo')).toEqual([
    '  108.0 s  b.test.ts',
    '   12.3 s  c.test.ts',
    '    1.3 s  a.test.ts',
  ]);
});

test('ten of them', () => {
  const testResults = Array.from({ length: 12 }, (_, index) => file(`${index}.test.ts`, index));
  const lines = slowestFiles(fakeResult({ testResults }), '/repo');
  expect(lines).toHaveLength(10);
  expect(lines.at(-1)).toBe('    2.0 s  2.test.ts');
});

test('not one whose tests are all skipped', () => {
  const skipped = { fullName: 'it', status: 'pending' };
  const ran = { fullName: 'it runs', status: 'passed' };
  const testResults = [
    { ...file('skipped.test.ts', 9), assertionResults: [skipped] },
    { ...file('a.test.ts', 1), assertionResults: [skipped, ran] },
  ];
  expect(slowestFiles(fakeResult({ testResults }), '/repo')).toEqual(['    1.0 s  a.test.ts']);
});

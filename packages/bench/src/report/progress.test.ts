import { progressLine } from './progress';

const step = { phase: 'round', step: 3, steps: 12, contender: 'fast', input: 'big' } as const;

test('a terminal gets one line, which is overwritten and finally removed', () => {
  const written: string[] = [];
  const line = progressLine({ isTTY: true, columns: 40, write: (text) => written.push(text) });
  line.show(step);
  line.show({ ...step, contender: 'a contender with a very long name' });
  line.clear();
  expect(written).toEqual([
    '\r\u001b[Kround 3/12  fast on big',
    '\r\u001b[Kround 3/12  a contender with a very lon',
    '\r\u001b[K',
  ]);
});

test('any other stream gets nothing', () => {
  const written: string[] = [];
  const line = progressLine({ write: (text) => written.push(text) });
  line.show(step);
  line.clear();
  expect(written).toEqual([]);
});

import { ProgressLine } from './progress-line';

const STOP = { stage: 'the stop', done: 3, failed: 0, cases: 15 };

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function made(interactive: boolean): { line: ProgressLine; written: string[] } {
  const written: string[] = [];
  const line = new ProgressLine({ interactive, write: (text) => void written.push(text) });
  return { line, written };
}

test('a quick judgement shows no progress', () => {
  for (const interactive of [true, false]) {
    const { line, written } = made(interactive);
    line.update(STOP);
    jest.advanceTimersByTime(1_900);
    line.end();
    jest.advanceTimersByTime(60_000);
    expect(written).toEqual([]);
  }
});

test('in a terminal it is rewritten in place, and removed at the end', () => {
  const { line, written } = made(true);
  line.update(STOP);
  jest.advanceTimersByTime(2_000);
  line.update({ ...STOP, done: 4, failed: 1 });
  jest.advanceTimersByTime(1_000);
  line.end();
  jest.advanceTimersByTime(60_000);
  expect(written).toEqual([
    '\r\u001b[K  judging … the stop, 3 of 15, 2 s',
    '\r\u001b[K  judging … the stop, 4 of 15, 1 failed, 2 s',
    '\r\u001b[K  judging … the stop, 4 of 15, 1 failed, 3 s',
    '\r\u001b[K',
  ]);
});

test('elsewhere it is a line every 15 seconds', () => {
  const { line, written } = made(false);
  line.update(STOP);
  jest.advanceTimersByTime(14_000);
  expect(written).toEqual([]);
  jest.advanceTimersByTime(16_000);
  expect(written).toEqual([15, 30].map((s) => `  judging … the stop, 3 of 15, ${s} s\n`));
  line.end();
});

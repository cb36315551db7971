import { FakeClock } from '../testing/fake-clock';
import { sample } from './sample';
import { Sink } from './sink';
import { touch } from './touch';

test.each([
  ['a synchronous', (answer: string) => answer, false],
  ['an asynchronous', (answer: string) => Promise.resolve(answer), true],
])('%s sample touches the answer of every run', async (_kind, wrap, isAsync) => {
  const clock = new FakeClock();
  const sink = new Sink();
  let runs = 0;
  const run = (): unknown => {
    runs++;
    clock.ms++;
    return wrap('abc');
  };
  const work = { run, isAsync, now: clock.now, isAbandoned: () => false, sink };
  expect(await sample(work, 8, 50)).toBe(1);
  expect(runs).toBe(56); // whole batches of 8 runs
  expect(sink.sum).toBe(runs * touch('abc'));
});

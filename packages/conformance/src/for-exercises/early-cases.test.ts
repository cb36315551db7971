import type { JudgedCase } from '@bytes-up/testkit';
import { EarlyCases } from './early-cases';

const learner = { file: '', command: [] };
const section = 'The task';

function counted(run: () => void | Promise<void>): { cases: EarlyCases; runs: () => number } {
  let runs = 0;
  const one: JudgedCase<object> = { title: 'one', section, run: () => (runs++, run()) };
  return { cases: new EarlyCases([one]), runs: () => runs };
}

test('a case that has begun early is waited for, and not run again', async () => {
  let end = (): void => undefined;
  const { cases, runs } = counted(() => new Promise((resolve) => (end = resolve)));
  cases.begin(learner);
  expect(runs()).toBe(1);
  const [own] = cases.cases;
  const ended = own?.run({}, learner);
  end();
  await ended;
  expect(runs()).toBe(1);
});

test('a case that has not begun begins in its stage', async () => {
  const { cases, runs } = counted(() => undefined);
  await cases.cases[0]?.run({}, learner);
  expect(runs()).toBe(1);
});

test('a failure is thrown in its own stage, also one that comes at once', async () => {
  const { cases } = counted(() => {
    throw new Error('no');
  });
  cases.begin(learner);
  await new Promise(setImmediate); // an unhandled rejection would be reported by now
  await expect(cases.cases[0]?.run({}, learner)).rejects.toThrow('no');
});

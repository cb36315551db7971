import { Script } from 'node:vm';
import { StepCounter } from './step-counter';

const FILE = 'counted.js';
const CALLS = 1_000;
const TIMES = 100; // in each call

const counter = new StepCounter((url) => url === FILE);
afterAll(() => counter.stop());

// So often that V8 optimizes them, unless the counter prevents it.
test.each([
  ['the body of a loop', '(n) => { for (let at = 0; at < n; at++) { Math.abs(at); } }'],
  ['a function', '(n) => { const one = (at) => at + 1; for (let at = 0; at < n; ) at = one(at); }'],
  [
    'a callback that a map calls',
    '(n) => { const map = new Map(Array(n).fill(0).entries()); map.forEach((v, k) => map.set(k, v)); }',
  ],
  ['a callback that an array calls', '(n) => Array(n).fill(0).map((value) => value + 1)'],
  [
    'a generator',
    '(n) => { function* all() { for (let at = 0; at < n; at++) yield at; } for (const _ of all()); }',
  ],
])('%s is counted each time', (_what, source) => {
  const run = new Script(source, { filename: FILE }).runInThisContext() as (n: number) => void;
  const calls = (): void => {
    for (let call = 0; call < CALLS; call++) run(TIMES);
  };
  for (let round = 0; round < 5; round++) {
    const steps = counter.count(calls);
    expect(steps).toBeGreaterThanOrEqual(CALLS * TIMES);
    expect(steps).toBeLessThan(5 * CALLS * TIMES);
  }
});

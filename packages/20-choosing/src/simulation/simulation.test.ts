import { Simulation } from './simulation';

test('the clock jumps from event to event, and stops at the given time', () => {
  const simulation = new Simulation();
  const seen: number[] = [];
  const see = (): void => void seen.push(simulation.now());
  simulation.after(30, see);
  simulation.after(10, () => {
    see();
    simulation.after(5, see);
  });
  simulation.runUntil(20);
  expect(seen).toEqual([10, 15]);
  expect(simulation.now()).toBe(20);
  simulation.runUntil(30);
  expect(seen).toEqual([10, 15, 30]);
});

test('an event at the current time comes after those that are already queued', () => {
  const simulation = new Simulation();
  const seen: string[] = [];
  simulation.after(1, () => {
    simulation.after(0, () => seen.push('later'));
    seen.push('first');
  });
  simulation.after(1, () => seen.push('second'));
  simulation.runUntil(1);
  expect(seen).toEqual(['first', 'second', 'later']);
});

test('a repeated action ends at its limit', () => {
  const simulation = new Simulation();
  let times = 0;
  simulation.repeat(
    () => 10,
    35,
    () => times++,
  );
  simulation.runUntil(1_000);
  expect(times).toBe(3);
  expect(simulation.step()).toBe(false);
});

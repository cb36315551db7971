import { setImmediate as turn } from 'node:timers/promises';
import { Gate } from './gate';

test('while something holds the gate, nothing passes', async () => {
  const gate = new Gate();
  const order: string[] = [];
  await gate.pass();
  let release = (): void => undefined;
  const held = gate.hold(async () => {
    await new Promise<void>((resolve) => (release = resolve));
    order.push('released');
    return 'done';
  });
  const passed = [gate.pass(), gate.pass()].map((each) => each.then(() => order.push('passed')));
  await turn();
  expect(order).toEqual([]);
  release();
  expect(await held).toBe('done');
  await Promise.all(passed);
  expect(order).toEqual(['released', 'passed', 'passed']);
});

test('of two that hold it, the last one opens it', async () => {
  const gate = new Gate();
  const releases: (() => void)[] = [];
  const held = [0, 1].map(() =>
    gate.hold(() => new Promise<void>((resolve) => releases.push(resolve))),
  );
  let passed = false;
  const passing = gate.pass().then(() => (passed = true));
  releases[0]?.();
  await held[0];
  await turn();
  expect(passed).toBe(false);
  releases[1]?.();
  await passing;
});

test('what throws opens the gate, too', async () => {
  const gate = new Gate();
  await expect(gate.hold(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await gate.pass();
});

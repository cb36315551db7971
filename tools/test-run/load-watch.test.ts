import { LoadWatch, waitedMsOf, type Machine } from './load-watch';

/** A machine whose clock the test moves. */
class FakeMachine implements Machine {
  readonly cores = 2;
  atMs = 1_000_000;
  averageLoad = 1;
  waited: number | undefined = 0;
  now = (): number => this.atMs;
  load = (): number => this.averageLoad;
  waitedMs = (): number | undefined => this.waited;
}

let machine: FakeMachine;
let watch: LoadWatch;
beforeEach(() => {
  machine = new FakeMachine();
  watch = new LoadWatch(machine);
});

/** The event loop's timer fires on time, for some seconds. */
function quiet(seconds: number): void {
  for (const end = machine.atMs + seconds * 1000; machine.atMs < end; watch.tick()) {
    machine.atMs += 20;
  }
}

function stall(ms: number): void {
  machine.atMs += 20 + ms;
  watch.tick();
}

test('a quiet machine', () => {
  quiet(5);
  watch.stop();
  expect(watch.describe()).toBe(
    'load at most 1.0 on 2 cores, no stall of the runner, CPU pressure 0 %',
  );
});

test('the worst of the stalls, the highest of the loads, the share of the time in which a process waited', () => {
  quiet(2);
  stall(300);
  machine.averageLoad = 22.25;
  quiet(2);
  stall(700);
  machine.averageLoad = 4;
  quiet(2);
  machine.waited = (machine.atMs - 1_000_000) / 4;
  watch.stop();
  expect(watch.describe()).toBe(
    'load at most 22.3 on 2 cores, worst stalls of the runner 700, 300 ms, CPU pressure 25 %',
  );
});

test('only the requested time', () => {
  quiet(10);
  const from = machine.atMs;
  stall(300);
  quiet(3);
  const to = machine.atMs;
  quiet(10);
  stall(700);
  quiet(10);
  watch.stop();
  expect(watch.describe(from, to)).toContain('worst stalls of the runner 300 ms');
  expect(watch.describe(from + 500, from + 600)).toMatch(/no stall|stalls of the runner 300 ms/);
  expect(watch.describe(to + 5000, to + 6000)).toContain('no stall of the runner');
  expect(watch.describe(to, Infinity)).toContain('worst stalls of the runner 700 ms');
});

test('a stall that is still going on at the end', () => {
  quiet(1);
  machine.atMs += 900;
  watch.tick();
  watch.stop();
  expect(watch.describe()).toContain('worst stalls of the runner 880 ms');
});

test('for a time before or after the watch, the nearest known sample counts', () => {
  quiet(2);
  stall(300);
  watch.stop();
  expect(watch.describe(0, 1)).toContain('no stall of the runner');
  expect(watch.describe(machine.atMs + 5000, machine.atMs + 6000)).toContain('300 ms');
});

test('says so if the system does not report its pressure', () => {
  machine.waited = undefined;
  watch = new LoadWatch(machine);
  watch.stop();
  expect(watch.describe()).toBe(
    'load at most 1.0 on 2 cores, no stall of the runner, CPU pressure unknown (no /proc/pressure/cpu here)',
  );
});

test('its memory is bounded: only the last hours are kept', () => {
  stall(5000);
  for (let seconds = 0; seconds < 86_400; seconds += 1) {
    machine.atMs += 1000;
    watch.tick();
  }
  watch.stop();
  expect(watch.describe()).toContain('worst stalls of the runner 980, 980, 980 ms');
});

test('the file of the kernel', () => {
  const text = `some avg10=85.76 avg60=62.50 avg300=20.25 total=123456789
full avg10=0.00 avg60=0.00 avg300=0.00 total=0
`;
  expect(waitedMsOf(text)).toBe(123456.789);
  expect(waitedMsOf('')).toBeUndefined();
});

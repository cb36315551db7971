// All faults under load: which calls must never be lost, and which may be.

import type { Call } from './demo/load';
import { drawCalls, drawRecoveries, drawRun } from './demo/picture';
import { runFaults, type Happened, type Report } from './demo/run';
import { summaryOf } from './demo/summary';
import { describeOnLinux } from './testing/on-linux';

/** Other tests run at the same time, so a moment may take a second. */
const PACE = { attemptTimeoutMs: 2_000, leaveMs: 1_500 };

describeOnLinux('a service with everything that happens to one', () => {
  let report: Report;

  beforeAll(async () => {
    report = await runFaults(PACE, () => undefined);
  });

  const lostOf = (kind: Call['kind']): readonly Call[] =>
    report.calls.filter((call) => call.kind === kind && call.code !== undefined);
  /** The last fault before the end of a call. */
  const causeOf = ({ atMs, tookMs }: Call): Happened | undefined =>
    report.happened.filter((each) => each.atMs <= atMs + tookMs).at(-1);

  test('there were calls of each kind all the time, and eight faults', () => {
    expect(report.happened).toHaveLength(8);
    for (const kind of ['read', 'plain', 'keyed'] as const)
      expect(report.calls.filter((call) => call.kind === kind).length).toBeGreaterThan(300);
  });

  test('no call is lost that may be retried', () => {
    expect(lostOf('read')).toEqual([]);
    expect(lostOf('keyed')).toEqual([]);
  });

  test('a plain call is lost only where a server was cut off or stopped, and its caller cannot know whether it ran', () => {
    for (const call of lostOf('plain')) {
      expect(call.mayHaveRun).toBe(true);
      expect(causeOf(call)?.fault).toMatchObject({ mayCut: true });
    }
  });

  test('a keyed call counts once, however often and wherever it was sent', () => {
    const made = report.calls.filter(({ kind }) => kind === 'keyed').length;
    expect(report.counted.keyed).toBe(made);
  });

  test('a plain call that was answered counts once, and one that was lost at most once', () => {
    const made = report.calls.filter(({ kind }) => kind === 'plain').length;
    expect(report.counted.plain).toBeLessThanOrEqual(made);
    expect(report.counted.plain).toBeGreaterThanOrEqual(made - lostOf('plain').length);
  });

  test('some attempts failed, and were retried on another server', () => {
    expect(report.attempts.some(({ isRetried }) => isRetried)).toBe(true);
  });

  test('a server that leaves, comes or is replaced, and a registry in trouble, cost no attempt', () => {
    const failures = report.happened.filter(({ fault }) => !fault.mayCut);
    expect(failures.map(({ fault, failures }) => [fault.name, failures])).toEqual(
      failures.map(({ fault }) => [fault.name, 0]),
    );
  });

  test('nothing is left behind', () => {
    expect(report.leftBehind).toEqual([]);
  });

  test('the picture has a line for each server, and says what happened', () => {
    const summary = summaryOf(report);
    const picture = drawRun(summary);
    for (const letter of ['A', 'B', 'C', 'D', 'E', 'F'])
      expect(picture).toMatch(new RegExp(`^  ${letter} +[ ░▒▓█]*[░▒▓█]`, 'm'));
    expect(picture.split('\n')[0]?.replace(/\s/g, '')).toBe('12345678');
    expect(drawRecoveries(summary).split('\n')).toHaveLength(9);
    expect(drawCalls(summary)).toMatch(/^ {2}keyed +\d+ +0 +\d+ +\d+ ms$/m);
  });
});

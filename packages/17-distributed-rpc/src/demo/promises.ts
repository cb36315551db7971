// The promises of the demo, and whether a run has kept them.

import type { Call } from './load';
import type { Report } from './run';

// #region promises
/** The promises of the page that the run has broken, one per line. */
export function brokenPromises({ calls, counted, happened, leftBehind }: Report): string[] {
  const of = (kind: Call['kind']): readonly Call[] => calls.filter((call) => call.kind === kind);
  const lost = (kind: Call['kind']): readonly Call[] => of(kind).filter(({ code }) => code);
  const mayCut = ({ atMs, tookMs }: Call): boolean =>
    happened.filter((each) => each.atMs <= atMs + tookMs).at(-1)?.fault.mayCut ?? false;
  const [plain, lostPlain] = [of('plain').length, lost('plain')];
  const lostWithoutCause = lostPlain.filter((call) => !mayCut(call)).length;
  const broken: [what: string, isBroken: boolean][] = [
    [`read: ${lost('read').length} calls lost, expected 0`, lost('read').length > 0],
    [`keyed: ${lost('keyed').length} calls lost, expected 0`, lost('keyed').length > 0],
    [
      `keyed: ${of('keyed').length} calls, counted ${counted.keyed} times`,
      counted.keyed !== of('keyed').length,
    ],
    [`plain: ${lostWithoutCause} calls lost that no fault has cut`, lostWithoutCause > 0],
    [
      `plain: ${plain} calls, ${lostPlain.length} of them lost, counted ${counted.plain} times`,
      counted.plain > plain || counted.plain < plain - lostPlain.length,
    ],
    [`processes left behind: ${leftBehind.join(', ')}`, leftBehind.length > 0],
  ];
  return broken.filter(([, isBroken]) => isBroken).map(([what]) => what);
}
// #endregion promises

/**
 * Faults that affect no attempt, but during which attempts timed out: the servers were
 * running, and the machine was too busy. A table of such a run would describe the machine
 * instead of the service.
 */
export function stalls({ happened, attempts }: Report): string[] {
  return happened.flatMap(({ fault, atMs }, n) => {
    const untilMs = happened[n + 1]?.atMs ?? Infinity;
    const late = attempts.filter(
      (each) => each.code === 'DEADLINE_EXCEEDED' && each.atMs >= atMs && each.atMs < untilMs,
    ).length;
    return fault.mayCut || late === 0 ? [] : [`${fault.name}: ${late} attempts without an answer`];
  });
}

// After a red run each failed test runs once more, alone. It stays failed in any case: a
// test that passes alone but fails among others depends on something that it should not.

import type { Failure } from './jest-result';

/** How many failures are run again. If there are more, they usually have one cause. */
export const MAX_ALONE = 20;

export interface JudgedFailure extends Failure {
  /** Undefined if there were too many to run them all again. */
  readonly passesAlone?: boolean;
}

/**
 * @param runAlone runs one failure's test and says whether it passed
 * @param log gets a line before each and one after
 */
export async function judgeAlone(
  failures: readonly Failure[],
  runAlone: (failure: Failure) => Promise<boolean>,
  log: (line: string) => void,
): Promise<JudgedFailure[]> {
  const judged: JudgedFailure[] = [];
  const again = Math.min(failures.length, MAX_ALONE);
  for (const failure of failures.slice(0, again)) {
    log(`alone, ${judged.length + 1} of ${again}: ${nameOf(failure)} …`);
    const passesAlone = await runAlone(failure);
    log(`  ${passesAlone ? 'passes alone' : 'fails alone too'}`);
    judged.push({ ...failure, passesAlone });
  }
  return [...judged, ...failures.slice(again)];
}

/** A failure on one line. */
export function nameOf({ file, title }: Failure): string {
  return title === undefined ? `${file} (the file as a whole)` : `${file} › ${oneLine(title)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

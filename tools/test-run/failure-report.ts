// The end of a red run: what failed, the command that runs it alone, and how busy the
// machine was.

import { aloneCommand } from './alone';
import { MAX_ALONE, nameOf, type JudgedFailure } from './judge-alone';

/** A check of the whole repository, such as lint, and the command that runs it alone. */
export interface FailedCheck {
  readonly name: string;
  readonly command: string;
}

/** @param meanwhile how busy the machine was between two moments */
export function failureReport(
  checks: readonly FailedCheck[],
  failures: readonly JudgedFailure[],
  meanwhile: (from: number, to: number) => string,
): string[] {
  const shown = failures.slice(0, MAX_ALONE);
  const lines = [
    ...checks.flatMap(({ name, command }) => [`✗ ${name}`, `  ${command}`]),
    ...shown.flatMap((failure) => [
      `✗ ${nameOf(failure)}`,
      `  ${verdict(failure)}`,
      `  ${aloneCommand(failure)}`,
      `  meanwhile: ${meanwhile(failure.from, failure.to)}`,
    ]),
  ];
  const more = failures.length - shown.length;
  return more === 0 ? lines : [...lines, `and ${more} more, which were not run alone`];
}

function verdict({ passesAlone }: JudgedFailure): string {
  if (passesAlone === undefined) return 'not run alone';
  return passesAlone ? 'passes alone: not to be trusted' : 'fails alone too';
}

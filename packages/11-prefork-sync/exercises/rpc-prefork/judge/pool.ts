// The learner's server with several workers, as Linux lists them.

import { withServer } from '@bytes-up/conformance';
import {
  CaseFailed,
  eventually,
  groupMembers,
  zombiesIn,
  type Learner,
  type ServerProcess,
} from '@bytes-up/testkit';

/** Workers of the judged server, which is also how many clients it serves at a time. */
export const WORKERS = 3;
/** How long it may take until the number is right, in ms of machine time. */
const SETTLES_WITHIN_MS = 3_000;

export function withPool(
  learner: Learner,
  use: (address: { host: string; port: number }, server: ServerProcess) => Promise<void>,
): Promise<void> {
  const command = [...learner.command, '--workers', `${WORKERS}`];
  return withServer({ ...learner, command }, use);
}

/** The living workers of a master. */
export function workersOf(master: number): readonly number[] {
  return groupMembers(master).filter((pid) => pid !== master);
}

/** @throws CaseFailed unless the number of live workers is soon right */
export async function expectWorkers(
  given: string,
  master: number,
  died: readonly number[] = [],
): Promise<void> {
  const living = (): readonly number[] => workersOf(master).filter((pid) => !died.includes(pid));
  const isRight = (): boolean => living().length === WORKERS && zombiesIn(master).length === 0;
  if (await eventually(isRight, SETTLES_WITHIN_MS)) return;
  throw new CaseFailed({
    given: `--workers ${WORKERS}; ${given}`,
    expected: `${WORKERS} workers`,
    came: `${living().length}, and ${zombiesIn(master).length} zombies`,
  });
}

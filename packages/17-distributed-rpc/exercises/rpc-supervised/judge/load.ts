// Makes calls without a pause while something happens to the service. Each of them must
// end once, with its own result.

import { RpcError } from '@bytes-up/protocol';
import { CaseFailed } from '@bytes-up/testkit';
import type { DistributedClient } from '../../../src/service';

/** This many calls are in flight at any time. */
const LANES = 6;

export interface Tally {
  readonly made: number;
  readonly answered: number;
  /** Attempts that failed, whether or not another attempt of the call succeeded. */
  readonly failedAttempts: number;
}

/**
 * Makes calls from before `during` until after it.
 * @throws CaseFailed when a call fails, gets another call's result, or ends more than
 *   once
 */
export async function underLoad(
  given: string,
  client: DistributedClient,
  during: () => Promise<void>,
): Promise<Tally> {
  /** How often each call has ended, by its number. */
  const ends: number[] = [];
  let failedAttempts = 0;
  let wrong: string | undefined;
  let isOver = false;
  const onAttempt = ({ code }: { readonly code: string | undefined }): void => {
    if (code !== undefined) failedAttempts++;
  };
  const call = async (): Promise<void> => {
    const number = ends.push(0) - 1;
    await client
      .call('ping', number, { idempotent: true })
      .then((result) => {
        if (result !== number) wrong ??= `call ${number} got ${JSON.stringify(result)}`;
      })
      .catch((error: unknown) => {
        wrong ??= `call ${number} failed: ${RpcError.from(error).code}`;
      });
    ends[number] = (ends[number] ?? 0) + 1;
  };
  const lane = async (): Promise<void> => {
    while (!isOver && wrong === undefined) await call();
  };
  client.calls.on('attempt', onAttempt);
  const lanes = Promise.all(Array.from({ length: LANES }, lane));
  try {
    await during();
  } finally {
    isOver = true;
    await lanes;
    client.calls.off('attempt', onAttempt);
  }
  const answered = ends.filter((times) => times === 1).length;
  if (wrong === undefined && answered === ends.length)
    return { made: ends.length, answered, failedAttempts };
  const expected = 'every call to end once, with its own result';
  throw new CaseFailed({ given, expected, came: wrong ?? `${answered} of ${ends.length} did` });
}

// Sets the contenders up before a comparison, and tears them down however it ends, so
// that no server, socket or child process of a contender is left.

import { BenchError, describeThrown } from './bench-error';
import type { Contender } from './contender';
import type { TimeLimit } from './time-limit';

/** How long one teardown may take, in milliseconds. */
const TEARDOWN_TIMEOUT_MS = 10_000;

type AnyContender = Contender<unknown, unknown>;

/**
 * Sets the contenders up in order, runs `body`, then tears down every one whose setup
 * succeeded, in reverse order. It throws the first error; errors in teardown are appended
 * to its message.
 */
export async function withContenders<T>(
  contenders: readonly AnyContender[],
  limit: TimeLimit,
  body: () => Promise<T>,
): Promise<T> {
  const ready: AnyContender[] = [];
  let outcome: { readonly value: T } | { readonly error: unknown };
  try {
    for (const contender of contenders) {
      await attempt(`"${contender.name}" failed in setup`, async () => {
        await limit.race(Promise.resolve(contender.setup?.()), `in setup of "${contender.name}"`);
      });
      ready.push(contender);
    }
    outcome = { value: await body() };
  } catch (error) {
    outcome = { error };
  }
  const failures = await tearDown(ready.reverse());
  if ('error' in outcome) throw withFailures(outcome.error, failures);
  if (failures.length > 0) throw new BenchError('CONTENDER_FAILED', failures.join('; '));
  return outcome.value;
}

/**
 * Runs a contender's code. What it throws becomes CONTENDER_FAILED with `message` in
 * front.
 */
export async function attempt<T>(message: string, code: () => Promise<T>): Promise<T> {
  try {
    return await code();
  } catch (thrown) {
    if (thrown instanceof BenchError) throw thrown;
    const text = `${message}: ${describeThrown(thrown)}`;
    throw new BenchError('CONTENDER_FAILED', text, { cause: thrown });
  }
}

async function tearDown(contenders: readonly AnyContender[]): Promise<string[]> {
  const failures: string[] = [];
  for (const contender of contenders) {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      const error = new Error(`not done after ${TEARDOWN_TIMEOUT_MS} ms`);
      timer = setTimeout(() => reject(error), TEARDOWN_TIMEOUT_MS);
    });
    try {
      await Promise.race([contender.teardown?.(), timeout]);
    } catch (thrown) {
      failures.push(`"${contender.name}" failed in teardown: ${describeThrown(thrown)}`);
    } finally {
      clearTimeout(timer);
    }
  }
  return failures;
}

function withFailures(error: unknown, failures: readonly string[]): unknown {
  if (failures.length === 0) return error;
  const code = error instanceof BenchError ? error.code : 'CONTENDER_FAILED';
  const message = [describeThrown(error), ...failures].join('; ');
  return new BenchError(code, message, { cause: error });
}

// The comparisons for judges. Each failure says what was given, what was expected, and
// what came.

import { giving } from './given';
import { CaseFailed } from './judge';
import { isSame } from './same';
import { explainDifference, show, showBoth, toHex } from './show';

/** What is expected of the learner's code if it should not fail. */
export const NO_EXCEPTION = 'a result, and no exception';
/**
 * The errors behind the results of `codeOnly`: their messages and places are shown, too.
 */
const errors = new WeakMap<object, unknown>();

/** @throws CaseFailed unless both are the same bytes */
export function expectBytes(given: string, expected: Uint8Array, came: unknown): void {
  if (!(came instanceof Uint8Array))
    throw new CaseFailed({ given, expected: countOf(expected), came: show(came) });
  if (Buffer.compare(expected, came) === 0) return;
  throw new CaseFailed({
    given,
    expected: countOf(expected),
    came: countOf(came),
    bytes: { expected: toHex(expected), came: toHex(came) },
  });
}

function countOf({ length }: Uint8Array): string {
  return length === 1 ? '1 byte' : `${length} bytes`;
}

/** @throws CaseFailed unless both are equal, member by member */
export function expectEqual(given: string, expected: unknown, came: unknown): void {
  if (isSame(expected, came)) return;
  const error = typeof came === 'object' && came !== null ? errors.get(came) : undefined;
  if (error !== undefined)
    throw new CaseFailed(
      { given, expected: show(expected), came: describeError(error) },
      { cause: error },
    );
  const note = explainDifference(expected, came);
  throw new CaseFailed({ given, ...showBoth(expected, came), ...(note !== undefined && { note }) });
}

/**
 * An error as `{ code }`, to compare it by its code. A failure also shows the rest.
 */
export function codeOnly(error: unknown): { code: string } | { 'an error without a code': string } {
  const code = codeOf(error);
  const only = code === undefined ? { 'an error without a code': show(error) } : { code };
  errors.set(only, error);
  return only;
}

/**
 * @returns what the learner's code returns, or what its promise resolves to
 * @throws CaseFailed, which says what was given, if it throws or rejects
 */
export async function resultOf<T>(given: string, call: () => T | Promise<T>): Promise<T> {
  giving(given);
  try {
    return await call();
  } catch (error) {
    if (error instanceof CaseFailed) throw error;
    throw new CaseFailed({ given, expected: NO_EXCEPTION, came: show(error) }, { cause: error });
  }
}

/** @throws CaseFailed unless `call` returns this value, and not a promise of it */
export function expectReturned(given: string, expected: unknown, call: () => unknown): void {
  expectEqual(given, expected, expectResult(given, call));
}

/** @throws CaseFailed unless `call` resolves to this value */
export async function expectResolved(
  given: string,
  expected: unknown,
  call: () => unknown,
): Promise<void> {
  expectEqual(given, expected, await resultOf(given, call));
}

/**
 * @throws CaseFailed unless `call` throws, or rejects with, an error that has this code
 */
export async function expectCode(
  given: string,
  code: string,
  call: () => unknown,
): Promise<unknown> {
  const expected = `an error with the code ${code}`;
  let came: unknown;
  giving(given);
  try {
    came = await call();
  } catch (error) {
    if (codeOf(error) === code) return error;
    throw new CaseFailed({ given, expected, came: describeError(error) }, { cause: error });
  }
  throw new CaseFailed({ given, expected, came: `no error, but ${show(came)}` });
}

/**
 * What the call returns. If it throws, the failure also says what was given, because a
 * case may have many inputs.
 * @throws CaseFailed for whatever `call` throws
 */
export function expectResult<T>(given: string, call: () => T): T {
  giving(given);
  try {
    return call();
  } catch (cause) {
    if (cause instanceof CaseFailed) throw cause;
    throw new CaseFailed({ given, expected: NO_EXCEPTION, came: show(cause) }, { cause });
  }
}

export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

function describeError(error: unknown): string {
  const code = codeOf(error);
  return code === undefined
    ? `an error without a code: ${show(error)}`
    : `the code ${code}: ${show(error)}`;
}

/** `ac 02` as bytes. */
export function fromHex(text: string): Buffer {
  return Buffer.from(text.replace(/\s+/g, ''), 'hex');
}

/**
 * @throws CaseFailed unless `call` throws an error that has this code and this `offset`
 */
export async function expectCodeAt(
  given: string,
  code: string,
  offset: number,
  call: () => unknown,
): Promise<void> {
  const error = await expectCode(given, code, call);
  expectEqual(`${given}; the error's offset`, offset, (error as { offset?: unknown }).offset);
}

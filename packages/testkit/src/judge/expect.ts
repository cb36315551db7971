// The comparisons that judges are made of. Each says what was given, expected, and came.

import { inspect, isDeepStrictEqual } from 'node:util';
import { CaseFailed } from './judge';

/** What the learner's code must give where no error is asked for. */
export const NO_EXCEPTION = 'a result, and no exception';
/** As many characters of a value are shown. */
const MAX_SHOWN = 160;

/** @throws CaseFailed unless both are the same bytes */
export function expectBytes(given: string, expected: Uint8Array, came: unknown): void {
  if (!(came instanceof Uint8Array))
    throw new CaseFailed({ given, expected: `${expected.length} bytes`, came: show(came) });
  if (Buffer.compare(expected, came) === 0) return;
  throw new CaseFailed({
    given,
    expected: `${expected.length} bytes`,
    came: `${came.length} bytes`,
    bytes: { expected: toHex(expected), came: toHex(came) },
  });
}

/** @throws CaseFailed unless both are equal, member by member */
export function expectEqual(given: string, expected: unknown, came: unknown): void {
  if (isDeepStrictEqual(expected, came)) return;
  throw new CaseFailed({ given, expected: show(expected), came: show(came) });
}

/**
 * @returns what the learner's code returns, or what its promise resolves to
 * @throws CaseFailed, which says what was given, if it throws or rejects
 */
export async function resultOf<T>(given: string, call: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof CaseFailed) throw error;
    throw new CaseFailed({ given, expected: NO_EXCEPTION, came: show(error) }, { cause: error });
  }
}

/** @throws CaseFailed unless `call` returns, or resolves to, this value */
export async function expectReturned(
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
  try {
    came = await call();
  } catch (error) {
    if (codeOf(error) === code) return error;
    const other = codeOf(error);
    throw new CaseFailed({
      given,
      expected,
      came: other === undefined ? `${show(error)}, which has no code` : `the code ${other}`,
    });
  }
  throw new CaseFailed({ given, expected, came: `no error, but ${show(came)}` });
}

/**
 * What the call returns. If it throws, the learner is told what was given, too: of many
 * inputs in one case, this one.
 * @throws CaseFailed for whatever `call` throws
 */
export function expectResult<T>(given: string, call: () => T): T {
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

/**
 * A value on one line. Bytes are shown as text, if they are text, since bodies mostly
 * are.
 */
export function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Uint8Array) return showBytes(value);
  const text = inspect(value, {
    depth: 4,
    breakLength: Infinity,
    compact: true,
    maxStringLength: 80,
  });
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)} …`;
}

function showBytes(bytes: Uint8Array): string {
  const some = Buffer.from(bytes.subarray(0, 40));
  const dots = bytes.length > some.length ? ' …' : '';
  if (some.length === 0) return 'an empty body';
  const isText = some.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isText ? `${some.toString('latin1')}${dots}` : `${toHex(some)}${dots}`;
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/(..)(?!$)/g, '$1 ');
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

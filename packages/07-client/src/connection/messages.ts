// A call's messages (chapter 07): what it sends, in bytes, and what it makes of the body
// that came.

import { encodeFrame, findUnsayable, LENGTH_BYTES, type Unsayable } from '@bytes-up/codec';
import {
  DEFAULT_LIMITS,
  parseResponse,
  type Request,
  type Response,
  type RpcErrorCode,
} from '@bytes-up/protocol';
import { AttemptFailed } from '../call/attempt-failed';

/** A request, with a place for each member: JSON leaves out what is undefined. */
export type Sent = { readonly [Name in keyof Request]: Request[Name] | undefined };

/**
 * @throws AttemptFailed for what JSON cannot say, and for a request that no server would
 * take
 */
export function frameOf(request: Sent, maxFrameBytes: number): Buffer {
  const frame = encodeFrame(textOf(request));
  if (frame.length <= LENGTH_BYTES + maxFrameBytes) return frame;
  const bytes = frame.length - LENGTH_BYTES;
  throw unsent('INVALID_ARGUMENT', `a request of ${bytes} bytes, the most is ${maxFrameBytes}`);
}

/** A call that never left. */
export function unsent(code: RpcErrorCode, why: string, cause?: unknown): AttemptFailed {
  return new AttemptFailed('connecting', code, why, cause);
}

/**
 * A time as the protocol can say it (clause 5.1): a whole number up to 2^53 − 1; one
 * without end is not said.
 */
export function sayable(timeoutMs: number): number | undefined {
  if (timeoutMs === Infinity) return undefined;
  return Math.min(Math.ceil(timeoutMs), Number.MAX_SAFE_INTEGER);
}

/**
 * @throws AttemptFailed for params that JSON cannot say, or that throw when they are
 * read: a getter may
 */
function textOf(request: Sent): string {
  let unsayable: Unsayable | undefined;
  try {
    unsayable = findUnsayable(request.params, DEFAULT_LIMITS.maxDepth - 1);
    if (unsayable === undefined) return JSON.stringify(request);
  } catch (error) {
    throw unsent('INVALID_ARGUMENT', 'the request cannot be read: it throws', error);
  }
  throw unsent('INVALID_ARGUMENT', `params${unsayable.path} ${unsayable.what}`);
}

/** The answer, or why it is none. */
export function readResponse(body: unknown): Response | AttemptFailed {
  try {
    return parseResponse(body);
  } catch (error) {
    return new AttemptFailed('waiting', 'INTERNAL', (error as Error).message, error);
  }
}

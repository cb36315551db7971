// The messages of a call (chapter 07): the bytes of its request, and its response from
// the body that arrived.

import { bodyFits, encodeRequest, findNonJson, type NonJson } from '@bytes-up/codec';
import {
  DEFAULT_LIMITS,
  parseResponse,
  type Request,
  type Response,
  type RpcErrorCode,
} from '@bytes-up/protocol';
import { AttemptFailed } from '../call/attempt-failed';

/** A request in which members may be undefined: JSON leaves those out. */
export type Sent = { readonly [Name in keyof Request]: Request[Name] | undefined };

/**
 * The body of a request.
 * @throws AttemptFailed for params that are not JSON, and for a request that is too large
 */
export function bodyOf(request: Sent, maxFrameBytes: number): string {
  const body = textOf(request);
  if (bodyFits(body, maxFrameBytes)) return body;
  const bytes = Buffer.byteLength(body);
  throw unsent(
    'INVALID_ARGUMENT',
    `request of ${bytes} bytes exceeds maxFrameBytes ${maxFrameBytes}`,
  );
}

/** A failure before anything was sent. */
export function unsent(code: RpcErrorCode, why: string, cause?: unknown): AttemptFailed {
  return new AttemptFailed('connecting', code, why, cause);
}

/**
 * A timeout in the form of clause 5.1: a whole number up to 2^53 − 1. One that never ends
 * is not sent.
 */
export function wireTimeoutMs(timeoutMs: number): number | undefined {
  if (timeoutMs === Infinity) return undefined;
  return Math.min(Math.ceil(timeoutMs), Number.MAX_SAFE_INTEGER);
}

/**
 * @throws AttemptFailed for params that are not JSON, or that throw while they are read,
 * as a getter may
 */
function textOf(request: Sent): string {
  let nonJson: NonJson | undefined;
  try {
    nonJson = findNonJson(request.params, DEFAULT_LIMITS.maxDepth - 1);
    if (nonJson === undefined) return encodeRequest(request);
  } catch (error) {
    throw unsent('INVALID_ARGUMENT', 'reading the params threw an error', error);
  }
  throw unsent('INVALID_ARGUMENT', `params${nonJson.path} ${nonJson.what}`);
}

/** The response, or what is wrong with it. */
export function readResponse(body: unknown): Response | AttemptFailed {
  try {
    return parseResponse(body);
  } catch (error) {
    return new AttemptFailed('waiting', 'INTERNAL', (error as Error).message, error);
  }
}

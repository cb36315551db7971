// From a frame's body to the frame that answers it (chapter 03). Every server of the
// course stands on these functions. None of them throws or rejects, whatever the bytes
// are and whatever the handlers do.

import {
  dispatch,
  dispatchSync,
  errorResponse,
  refuse,
  RpcError,
  type DispatchOptions,
  type JsonObject,
  type Limits,
  type Response,
  type Service,
  type SyncService,
} from '@bytes-up/protocol';
import { encodeFrame } from './encode-frame';
import { LENGTH_BYTES } from './frame-decoder';
import { decodeBody, encodeBody } from '../body/json-body';
import { findUnsayable } from '../body/sayable';

/** The two limits that matter here. A server's `Limits` fit. */
export type BodyAndFrameLimits = Pick<Limits, 'maxFrameBytes' | 'maxDepth'>;

export interface AnswerOptions extends DispatchOptions {
  readonly limits: BodyAndFrameLimits;
  /**
   * Called with the request before its handler, so that its id need not be decoded again.
   * Not called when the body cannot be decoded: such a request has no id.
   */
  readonly onRequest?: (request: JsonObject) => void;
}

// #region answer
/**
 * Answers one request.
 * @returns the whole answer frame; undefined for a one-way call; a promise of either when
 * the handler returned one.
 */
export function answerFrame(
  service: Service,
  body: Uint8Array,
  options: AnswerOptions,
): Buffer | undefined | Promise<Buffer | undefined> {
  let request: JsonObject;
  try {
    request = decodeRequest(body, options);
  } catch (error) {
    return errorFrame(RpcError.from(error, 'the body could not be read'));
  }
  const response = dispatch(service, request, options);
  return response instanceof Promise
    ? response.then((late) => toFrame(late, request, options))
    : toFrame(response, request, options);
}
// #endregion answer

/** The same for servers that block: their handlers answer at once. */
export function answerFrameSync(
  service: SyncService,
  body: Uint8Array,
  options: AnswerOptions,
): Buffer | undefined {
  let request: JsonObject;
  try {
    request = decodeRequest(body, options);
  } catch (error) {
    return errorFrame(RpcError.from(error, 'the body could not be read'));
  }
  return toFrame(dispatchSync(service, request, options), request, options);
}

/**
 * The answer to a request that is not even tried, for instance while the server stops
 * (clause 10.3). The id is echoed when the body can be read; undefined for a one-way
 * call.
 */
export function refuseFrame(
  body: Uint8Array,
  error: RpcError,
  options: Pick<AnswerOptions, 'limits' | 'onRequest'>,
): Buffer | undefined {
  let request: JsonObject;
  try {
    request = decodeRequest(body, options);
  } catch {
    return errorFrame(error);
  }
  return toFrame(refuse(request, error), request, options);
}

function decodeRequest(
  body: Uint8Array,
  options: Pick<AnswerOptions, 'limits' | 'onRequest'>,
): JsonObject {
  const request = decodeBody(body, options.limits);
  options.onRequest?.(request);
  return request;
}

/** An error without an id: nothing was read that could have one (clause 3.2). */
export function errorFrame(error: RpcError): Buffer {
  return encodeFrame(encodeBody(errorResponse(error, undefined)));
}

// #region to-frame
function toFrame(
  response: Response | undefined,
  request: JsonObject,
  options: AnswerOptions,
): Buffer | undefined {
  if (response === undefined) return undefined;
  const { maxFrameBytes } = options.limits;
  const frame = tryEncode(response, request, options);
  if (bodyBytes(frame) <= maxFrameBytes) return frame;
  const message = `the answer has ${bodyBytes(frame)} bytes, more than maxFrameBytes ${maxFrameBytes}`;
  const error = new RpcError('RESOURCE_EXHAUSTED', message);
  const withId = encodeFrame(encodeBody(errorResponse(error, response.id)));
  // An id that fills a frame by itself cannot come back; the caller gets its answer
  // without it.
  return bodyBytes(withId) <= maxFrameBytes ? withId : errorFrame(error);
}
// #endregion to-frame

function bodyBytes(frame: Buffer): number {
  return frame.length - LENGTH_BYTES;
}

/**
 * The response as a frame of any size, or INTERNAL with the same id when JSON cannot say
 * the result.
 */
function tryEncode(response: Response, request: JsonObject, options: AnswerOptions): Buffer {
  try {
    const maxDepth = Math.max(options.limits.maxDepth - 1, 1); // the response is level 1, an error's result level 2
    const unsayable = findUnsayable(response.result, maxDepth);
    if (unsayable === undefined) return encodeFrame(encodeBody(response));
    throw new TypeError(`result${unsayable.path} ${unsayable.what}, which JSON cannot say`);
  } catch (error) {
    report(error, request, options);
    const message = 'the result cannot be written as JSON';
    return encodeFrame(encodeBody(errorResponse(RpcError.from(error, message), response.id)));
  }
}

function report(error: unknown, request: JsonObject, options: AnswerOptions): void {
  try {
    const { in: method } = request;
    options.onHandlerError?.(typeof method === 'string' ? method : '', error);
  } catch {
    // A log that fails must not cost the caller its answer.
  }
}

// Turns a request's body into the frame that answers it (chapter 03). Every server of the
// course calls these functions. They never throw or reject, whatever bytes a client sends
// and whatever a handler does.

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
import { decodeBody, encodeResponse } from '../body/json-body';
import { findNonJson } from '../body/non-json';

/** The two limits that apply here. A server's `Limits` can be passed. */
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
 * @returns the answer as one frame, undefined for a one-way call, or a promise of either
 * if the handler returned a promise.
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

/** answerFrame for blocking servers, whose handlers return no promises. */
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
 * The error answer to a request that is not executed, for example while the server stops
 * (clause 10.3). It has the request's id if the body can be decoded. Undefined for a
 * one-way call.
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

/** An error answer without an id, because no id could be read (clause 3.2). */
export function errorFrame(error: RpcError): Buffer {
  return encodeFrame(encodeResponse(errorResponse(error, undefined)));
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
  const message = `answer of ${bodyBytes(frame)} bytes exceeds maxFrameBytes ${maxFrameBytes}`;
  const error = new RpcError('RESOURCE_EXHAUSTED', message);
  const withId = encodeFrame(encodeResponse(errorResponse(error, response.id)));
  // If the id alone fills a frame, the caller gets its answer without it.
  return bodyBytes(withId) <= maxFrameBytes ? withId : errorFrame(error);
}
// #endregion to-frame

function bodyBytes(frame: Buffer): number {
  return frame.length - LENGTH_BYTES;
}

/**
 * The response as a frame of any size, or INTERNAL with the same id when JSON cannot
 * represent the result.
 */
function tryEncode(response: Response, request: JsonObject, options: AnswerOptions): Buffer {
  try {
    // The response is level 1, and an error's result is level 2.
    const maxDepth = Math.max(options.limits.maxDepth - 1, 1);
    const nonJson = findNonJson(response.result, maxDepth);
    if (nonJson === undefined) return encodeFrame(encodeResponse(response));
    throw new TypeError(`result${nonJson.path} ${nonJson.what}, which JSON cannot represent`);
  } catch (error) {
    report(error, request, options);
    const message = 'the result cannot be written as JSON';
    return encodeFrame(encodeResponse(errorResponse(RpcError.from(error, message), response.id)));
  }
}

function report(error: unknown, request: JsonObject, options: AnswerOptions): void {
  try {
    const { in: method } = request;
    options.onHandlerError?.(typeof method === 'string' ? method : '', error);
  } catch {
    // The caller gets its answer even if the log function fails.
  }
}

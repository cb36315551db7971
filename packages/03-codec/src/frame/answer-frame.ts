// Turns a request's body into the body that answers it, or its frame (chapter 03). Every
// server of the course calls these functions. They never throw or reject, whatever bytes
// a client sends and whatever a handler does.

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
import { bodyFits, decodeReceived, encodeResponse } from '../body/json-body';
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
 * @param body its bytes, or, from BodyReader, a string of ASCII characters
 * @returns the answer's body, undefined for a one-way call, or a promise of either if the
 * handler returned a promise. encodeFrame makes a frame of it.
 */
export function answerBody(
  service: Service,
  body: Uint8Array | string,
  options: AnswerOptions,
): string | undefined | Promise<string | undefined> {
  let request: JsonObject;
  try {
    request = decodeRequest(body, options);
  } catch (error) {
    return errorBody(RpcError.from(error, 'the body could not be read'));
  }
  const response = dispatch(service, request, options);
  return response instanceof Promise
    ? response.then((late) => toBody(late, request, options))
    : toBody(response, request, options);
}
// #endregion answer

/** answerBody for blocking servers, whose handlers return no promises. */
export function answerBodySync(
  service: SyncService,
  body: Uint8Array | string,
  options: AnswerOptions,
): string | undefined {
  let request: JsonObject;
  try {
    request = decodeRequest(body, options);
  } catch (error) {
    return errorBody(RpcError.from(error, 'the body could not be read'));
  }
  return toBody(dispatchSync(service, request, options), request, options);
}

/**
 * The error answer to a request that is not executed, for example while the server stops
 * (clause 10.3). It has the request's id if the body can be decoded. Undefined for a
 * one-way call.
 */
export function refusalBody(
  body: Uint8Array | string,
  error: RpcError,
  options: Pick<AnswerOptions, 'limits' | 'onRequest'>,
): string | undefined {
  let request: JsonObject;
  try {
    request = decodeRequest(body, options);
  } catch {
    return errorBody(error);
  }
  return toBody(refuse(request, error), request, options);
}

/** An error answer without an id, because no id could be read (clause 3.2). */
export function errorBody(error: RpcError): string {
  return encodeResponse(errorResponse(error, undefined));
}

/** answerBody as a frame. */
export function answerFrame(
  service: Service,
  body: Uint8Array | string,
  options: AnswerOptions,
): Buffer | undefined | Promise<Buffer | undefined> {
  const answer = answerBody(service, body, options);
  return answer instanceof Promise ? answer.then(toFrame) : toFrame(answer);
}

/** answerBodySync as a frame. */
export function answerFrameSync(
  service: SyncService,
  body: Uint8Array | string,
  options: AnswerOptions,
): Buffer | undefined {
  return toFrame(answerBodySync(service, body, options));
}

/** errorBody as a frame. */
export function errorFrame(error: RpcError): Buffer {
  return encodeFrame(errorBody(error));
}

function toFrame(body: string | undefined): Buffer | undefined {
  return body === undefined ? undefined : encodeFrame(body);
}

function decodeRequest(
  body: Uint8Array | string,
  options: Pick<AnswerOptions, 'limits' | 'onRequest'>,
): JsonObject {
  const request = decodeReceived(body, options.limits);
  options.onRequest?.(request);
  return request;
}

// #region to-body
function toBody(
  response: Response | undefined,
  request: JsonObject,
  options: AnswerOptions,
): string | undefined {
  if (response === undefined) return undefined;
  const { maxFrameBytes } = options.limits;
  const body = tryEncode(response, request, options);
  if (bodyFits(body, maxFrameBytes)) return body;
  const message = `answer of ${Buffer.byteLength(body)} bytes exceeds maxFrameBytes ${maxFrameBytes}`;
  const error = new RpcError('RESOURCE_EXHAUSTED', message);
  const withId = encodeResponse(errorResponse(error, response.id));
  // If the id alone fills a frame, the caller gets its answer without it.
  return bodyFits(withId, maxFrameBytes) ? withId : errorBody(error);
}
// #endregion to-body

/**
 * The response as a body of any size, or INTERNAL with the same id when JSON cannot
 * represent the result.
 */
function tryEncode(response: Response, request: JsonObject, options: AnswerOptions): string {
  try {
    // The response is level 1, and an error's result is level 2.
    const maxDepth = Math.max(options.limits.maxDepth - 1, 1);
    const nonJson = findNonJson(response.result, maxDepth);
    if (nonJson === undefined) return encodeResponse(response);
    throw new TypeError(`result${nonJson.path} ${nonJson.what}, which JSON cannot represent`);
  } catch (error) {
    report(error, request, options);
    const message = 'the result cannot be written as JSON';
    return encodeResponse(errorResponse(RpcError.from(error, message), response.id));
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

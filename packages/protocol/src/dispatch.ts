// Turns a decoded body into a response. It never throws, whatever the body contains and
// whatever the handler does, so a server needs no try and catch around dispatch.

import type { Json } from './json';
import { errorResponse, isOneway, parseRequest, readRequestId } from './messages';
import type { Request, Response } from './messages';
import { RpcError } from './rpc-error';
import type { Method, Service, SyncService } from './service';

/** What a server knows about a call besides its bytes. */
export interface DispatchOptions {
  /**
   * The time at which the last byte of the request was read, on the clock `now`, in
   * milliseconds. Default: now.
   */
  readonly receivedAtMs?: number;
  /** A monotonic clock, in milliseconds. Default: performance.now. */
  readonly now?: () => number;
  /** Called with the exception of a handler, because the answer does not contain it. */
  readonly onHandlerError?: (method: string, thrown: unknown) => void;
}

/**
 * Calls the method that a decoded body asks for.
 * @returns the response, undefined for a one-way call, or a promise of either if the
 *   handler returned a promise. Never throws, never rejects.
 */
// #region dispatch
export function dispatch(
  service: Service,
  value: unknown,
  options: DispatchOptions = {},
): Response | undefined | Promise<Response | undefined> {
  try {
    const request = parseRequest(value);
    const method = findMethod(service, request.in);
    refuseIfTimedOut(request, options);
    const result = call(method, request, options);
    if (!isPromise(result)) return success(request, method, result);
    return Promise.resolve(result).then(
      (late) => success(request, method, late),
      (thrown: unknown) => failure(value, handlerError(thrown, request, options)),
    );
  } catch (error) {
    return failure(value, error);
  }
}
// #endregion dispatch

/**
 * `dispatch` for servers that block. If a handler returns a promise, it answers INTERNAL.
 */
export function dispatchSync(
  service: SyncService,
  value: unknown,
  options: DispatchOptions = {},
): Response | undefined {
  try {
    const request = parseRequest(value);
    const method = findMethod(service, request.in);
    refuseIfTimedOut(request, options);
    const result = call(method, request, options);
    if (isPromise(result)) {
      // nothing awaits it, and an unhandled rejection would end the process
      result.then(undefined, () => undefined);
      throw new RpcError('INTERNAL', `"${request.in}" returned a promise to a server that blocks`);
    }
    return success(request, method, result);
  } catch (error) {
    return failure(value, error);
  }
}

/**
 * The response to a call that is refused before it starts, for example while the server
 * is stopping. Undefined for a one-way call.
 */
export function refuse(value: unknown, error: RpcError): Response | undefined {
  return failure(value, error);
}

function findMethod<M>(service: Readonly<Record<string, M>>, name: string): M {
  const method = Object.hasOwn(service, name) ? service[name] : undefined;
  if (method === undefined) {
    throw new RpcError('UNIMPLEMENTED', `no method named ${JSON.stringify(name.slice(0, 80))}`);
  }
  return method;
}

function refuseIfTimedOut(request: Request, options: DispatchOptions): void {
  if (request.timeout_ms === undefined) return;
  const now = (options.now ?? performance.now.bind(performance))();
  const waitedMs = now - (options.receivedAtMs ?? now);
  if (waitedMs < request.timeout_ms) return;
  const message = `timeout_ms ${request.timeout_ms} expired before "${request.in.slice(0, 80)}" started`;
  throw new RpcError('DEADLINE_EXCEEDED', message, { retryable: true });
}

function call<R>(method: Method<R>, request: Request, options: DispatchOptions): R {
  try {
    return method.handle(request.params, request);
  } catch (thrown) {
    throw handlerError(thrown, request, options);
  }
}

function handlerError(thrown: unknown, request: Request, options: DispatchOptions): RpcError {
  if (!(thrown instanceof RpcError)) {
    try {
      options.onHandlerError?.(request.in, thrown);
    } catch {
      // The caller must get its answer even if the log fails.
    }
  }
  return RpcError.from(thrown, `the handler of "${request.in}" failed`).asAnswer();
}

function success(
  request: Request,
  method: Method<unknown>,
  result: Json | undefined,
): Response | undefined {
  if (request.oneway) return undefined;
  const { out } = method;
  const { id } = request;
  return id === undefined ? { out, result: result ?? null } : { out, result: result ?? null, id };
}

function failure(value: unknown, thrown: unknown): Response | undefined {
  try {
    const error = RpcError.from(thrown).asAnswer();
    return isOneway(value) ? undefined : errorResponse(error, readRequestId(value));
  } catch {
    // Only for a body that JSON cannot produce, such as a proxy or a getter that throws.
    return errorResponse(new RpcError('INTERNAL', 'the request could not be read'), undefined);
  }
}

function isPromise(value: unknown): value is Promise<Json> {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Promise) return true;
  // from another realm
  return Object.prototype.toString.call(value) === '[object Promise]';
}

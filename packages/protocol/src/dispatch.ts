// From a decoded body to a response. Whatever the body is and whatever the handler does,
// nothing is thrown here: a server that calls dispatch needs no try and catch around it.

import type { Json } from './json';
import { errorResponse, isOneway, parseRequest, readRequestId } from './messages';
import type { Request, Response } from './messages';
import { RpcError } from './rpc-error';
import type { Method, Service, SyncService } from './service';

/** What a server knows about a call besides its bytes. */
export interface DispatchOptions {
  /**
   * When the request's last byte was read, by the clock of `now`, in milliseconds.
   * Default: now.
   */
  readonly receivedAtMs?: number;
  /** A clock that never goes back, in milliseconds. Default: performance.now. */
  readonly now?: () => number;
  /** Told of each handler's exception, since the answer does not show it. */
  readonly onHandlerError?: (method: string, thrown: unknown) => void;
}

/**
 * Calls the method that a decoded body asks for.
 * @returns the response; undefined for a one-way call; a promise of either when the
 *   handler returned one. Never throws, never rejects.
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
    refuseIfSpent(request, options);
    const result = call(() => method.handle(request.params, request), request, options);
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
 * The same for servers that block. A handler that returns a promise all the same is
 * answered with INTERNAL.
 */
export function dispatchSync(
  service: SyncService,
  value: unknown,
  options: DispatchOptions = {},
): Response | undefined {
  try {
    const request = parseRequest(value);
    const method = findMethod(service, request.in);
    refuseIfSpent(request, options);
    const result = call(() => method.handle(request.params, request), request, options);
    if (isPromise(result)) {
      // its outcome is nobody's, and must not end the process
      result.then(undefined, () => undefined);
      throw new RpcError('INTERNAL', `"${request.in}" returned a promise to a server that blocks`);
    }
    return success(request, method, result);
  } catch (error) {
    return failure(value, error);
  }
}

/**
 * The response to a call that is not even tried, for instance while the server stops.
 * Undefined for a one-way call.
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

function refuseIfSpent(request: Request, options: DispatchOptions): void {
  if (request.timeout_ms === undefined) return;
  const now = (options.now ?? performance.now.bind(performance))();
  const waitedMs = now - (options.receivedAtMs ?? now);
  if (waitedMs < request.timeout_ms) return;
  const message = `timeout_ms ${request.timeout_ms} was spent before "${request.in.slice(0, 80)}" was started`;
  throw new RpcError('DEADLINE_EXCEEDED', message, { retryable: true });
}

function call<R>(handle: () => R, request: Request, options: DispatchOptions): R {
  try {
    return handle();
  } catch (thrown) {
    throw handlerError(thrown, request, options);
  }
}

function handlerError(thrown: unknown, request: Request, options: DispatchOptions): RpcError {
  if (!(thrown instanceof RpcError)) {
    try {
      options.onHandlerError?.(request.in, thrown);
    } catch {
      // A log that fails must not cost the caller its answer.
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
  const { id } = request;
  return { out: method.out, result: result ?? null, ...(id !== undefined && { id }) };
}

function failure(value: unknown, thrown: unknown): Response | undefined {
  try {
    const error = RpcError.from(thrown).asAnswer();
    return isOneway(value) ? undefined : errorResponse(error, readRequestId(value));
  } catch {
    // Only a body that JSON cannot produce (a proxy, a getter that throws) comes here.
    return errorResponse(new RpcError('INTERNAL', 'the request could not be read'), undefined);
  }
}

function isPromise(value: unknown): value is Promise<Json> {
  if (value instanceof Promise) return true;
  return Object.prototype.toString.call(value) === '[object Promise]'; // of another realm
}

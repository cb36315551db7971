// Interceptors (chapter 18): code around every call, here the log of the server, and a
// mark that the client adds.

import {
  InterceptingCall,
  ServerInterceptingCall,
  ServerListenerBuilder,
  ResponderBuilder,
  status,
  type Interceptor,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import type { Log } from '@bytes-up/server-kit';

/** The metadata with the client's mark of the call, for the logs of both sides. */
export const CALL_MARK = 'x-call';

// #region server
/** Logs a line for each call: its method, mark, status and duration. */
export function logging(log: Log): ServerInterceptor {
  return ({ path }, call) => {
    const beganAtMs = performance.now();
    let mark = '';
    const listener = new ServerListenerBuilder()
      .withOnReceiveMetadata((metadata, next) => {
        mark = metadata.get(CALL_MARK).map(String).join();
        next(metadata);
      })
      .build();
    const responder = new ResponderBuilder()
      .withStart((next) => next(listener))
      .withSendStatus((end, next) => {
        const tookMs = (performance.now() - beganAtMs).toFixed(1);
        log(`${path}${mark === '' ? '' : ` (${mark})`}: ${status[end.code]} after ${tookMs} ms`);
        next(end);
      })
      .build();
    return new ServerInterceptingCall(call, responder);
  };
}
// #endregion server

// #region client
/** Marks each call with a number. */
export function marking(prefix: string): Interceptor {
  let count = 0;
  return (options, nextCall) =>
    new InterceptingCall(nextCall(options), {
      start: (metadata, listener, next) => {
        metadata.set(CALL_MARK, `${prefix}-${++count}`);
        next(metadata, listener);
      },
    });
}
// #endregion client

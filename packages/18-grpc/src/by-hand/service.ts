// The service of pi.proto by hand (chapter 18). gRPC's four kinds of methods are one:
// requests go in, responses come out. The kinds differ only in how many of each there
// are.

import { BOOKLET_CALC, bookletCalc } from '../booklet/booklet-calc';
import { approximations, meanOf, piOf } from '../pi';
import { GrpcError } from './ending/grpc-error';
import { APPROACH, CALC, CALC_EACH, MEAN, PING, type Method } from './methods';
import type { ServerCall } from './server-call';

/** Serves one call; rejects when it fails. */
export type Serve = (call: ServerCall) => Promise<void>;
type Served = readonly [path: string, Serve];

// #region kinds
function stream<Req, Res>(
  { path, request, response }: Method<Req, Res>,
  run: (requests: AsyncIterable<Req>) => AsyncIterable<Res>,
): Served {
  return [path, (call) => call.write(run(call.read(request)), response)];
}

function unary<Req, Res>(method: Method<Req, Res>, run: (request: Req) => Res): Served {
  return stream(method, async function* (requests) {
    yield run(await only(requests));
  });
}

function serverStream<Req, Res>(
  method: Method<Req, Res>,
  run: (request: Req) => Iterable<Res>,
): Served {
  return stream(method, async function* (requests) {
    yield* run(await only(requests));
  });
}

function clientStream<Req, Res>(
  method: Method<Req, Res>,
  run: (requests: AsyncIterable<Req>) => Promise<Res>,
): Served {
  return stream(method, async function* (requests) {
    yield await run(requests);
  });
}
// #endregion kinds

// #region service
export const SERVICE: ReadonlyMap<string, Serve> = new Map([
  unary(CALC, piOf),
  unary(PING, (text) => text),
  stream(CALC_EACH, async function* (numbers) {
    for await (const n of numbers) yield piOf(n);
  }),
  serverStream(APPROACH, approximations),
  clientStream(MEAN, meanOf),
]);
// #endregion service

/** The service of the booklet's second program. A path has only one method. */
export const BOOKLET_SERVICE: ReadonlyMap<string, Serve> = new Map([
  stream(BOOKLET_CALC, bookletCalc),
]);

/**
 * @throws GrpcError UNIMPLEMENTED unless there is exactly one (grpc/doc/statuscodes.md)
 */
async function only<Req>(requests: AsyncIterable<Req>): Promise<Req> {
  const all: Req[] = [];
  for await (const request of requests) if (all.push(request) > 1) break;
  const [request] = all;
  if (request === undefined || all.length > 1)
    throw new GrpcError(
      'UNIMPLEMENTED',
      `${request === undefined ? 'no request' : 'a second request'} to a method that takes one`,
    );
  return request;
}

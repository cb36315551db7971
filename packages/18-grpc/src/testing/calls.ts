// Parts of calls for the tests of the client by hand.

import type { ServerHttp2Stream } from 'node:http2';
import { GrpcError, type GrpcCode } from '../by-hand/ending/grpc-error';
import { prefix } from '../by-hand/message/message-prefix';
import { PI_RESPONSE } from '../by-hand/message/pi-codec';

/** The headers of a response. */
export const GRPC = { ':status': 200, 'content-type': 'application/grpc' };
/** A message: 3. */
export const ANSWER = prefix(PI_RESPONSE.encode(3));

/** Ends a call with success. */
export function succeed(stream: ServerHttp2Stream, body: Buffer = ANSWER): void {
  stream.respond(GRPC, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(body);
}

export async function failureOf(promise: Promise<unknown>): Promise<GrpcError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(GrpcError);
  return error as GrpcError;
}

export const codeOf = ({ code }: GrpcError): GrpcCode => code;

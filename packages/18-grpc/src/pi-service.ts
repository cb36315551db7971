// What the five methods do, as grpc-js wants it (chapter 18).

import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { ServerDuplexStream, ServerReadableStream, ServerWritableStream } from '@grpc/grpc-js';
import { estimatePi, RpcError } from '@bytes-up/protocol';
import type { PiCalculatorServer, PiRequest, PiResponse } from './generated/pi';
import { toStatus } from './status';

/** π by n terms. The IDL's rule: n is above 0. @throws RpcError INVALID_ARGUMENT */
export function piOf(n: number): number {
  if (n <= 0) throw new RpcError('INVALID_ARGUMENT', `n must be above 0, got ${n}`);
  return estimatePi(n);
}

// #region service
export const piService: PiCalculatorServer = {
  calc: ({ request }, callback) => {
    try {
      callback(null, { value: piOf(request.n) });
    } catch (error) {
      callback(toStatus(error));
    }
  },

  ping: ({ request }, callback) => callback(null, request),

  calcEach: (call) => void orFail(call, () => calcEach(call)),
  approach: (call) => void orFail(call, () => approach(call)),

  mean: (call, callback) => {
    meanOf(call).then(
      (value) => callback(null, { value }),
      (error: unknown) => callback(toStatus(error)),
    );
  },
};
// #endregion service

// #region streams
/** A response to each request. While the client does not read, no further request is. */
async function calcEach(call: ServerDuplexStream<PiRequest, PiResponse>): Promise<void> {
  for await (const { n } of requestsOf(call)) {
    if (!call.write({ value: piOf(n) })) await once(call, 'drain');
  }
  call.end();
}

/** 1, 2, 4, … terms, and at last all of them. A client that cancels ends it. */
async function approach(call: ServerWritableStream<PiRequest, PiResponse>): Promise<void> {
  const { n } = call.request;
  const last = piOf(n);
  for (let terms = 1; terms < n && !call.cancelled; terms *= 2) {
    if (!call.write({ value: piOf(terms) })) await once(call, 'drain');
  }
  call.write({ value: last });
  call.end();
}

async function meanOf(call: ServerReadableStream<PiRequest, PiResponse>): Promise<number> {
  let [sum, count] = [0, 0];
  for await (const { n } of requestsOf(call)) {
    sum += piOf(n);
    count++;
  }
  if (count === 0) throw new RpcError('INVALID_ARGUMENT', 'the mean of nothing');
  return sum / count;
}
// #endregion streams

/** The end of the requests is not the end of the call: without this, Node would destroy the stream in both directions. */
function requestsOf(call: Readable): AsyncIterable<PiRequest> {
  return call.iterator({ destroyOnReturn: false }) as AsyncIterable<PiRequest>;
}

/** A stream that fails ends with a status, not with the process. */
async function orFail(
  call: { emit(event: 'error', error: object): boolean; cancelled: boolean },
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!call.cancelled) call.emit('error', toStatus(error));
  }
}

// The five methods, in the form that grpc-js expects (chapter 18).

import type { Readable } from 'node:stream';
import type { ServerDuplexStream, ServerWritableStream } from '@grpc/grpc-js';
import { drainOrClose } from './by-hand/message/messages';
import type { PiCalculatorServer, PiRequest, PiResponse } from './generated/pi';
import { approximations, meanOf, piOf } from './pi';
import { toStatus } from './status';

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
    meanOf(numbersOf(call)).then(
      (value) => callback(null, { value }),
      (error: unknown) => callback(toStatus(error)),
    );
  },
};
// #endregion service

// #region streams
/** A response to each request. While the client does not read, neither do we. */
async function calcEach(call: ServerDuplexStream<PiRequest, PiResponse>): Promise<void> {
  for await (const n of numbersOf(call)) {
    if (!call.write({ value: piOf(n) })) await drainOrClose(call);
  }
  call.end();
}

/** A series of approximations. It stops when the client cancels. */
async function approach(call: ServerWritableStream<PiRequest, PiResponse>): Promise<void> {
  for (const value of approximations(call.request.n)) {
    if (call.cancelled) return;
    if (!call.write({ value })) await drainOrClose(call);
  }
  call.end();
}

async function* numbersOf(call: Readable): AsyncGenerator<number> {
  for await (const { n } of requestsOf(call)) yield n;
}
// #endregion streams

/**
 * Without this, Node would destroy both directions of the stream after the last request.
 */
function requestsOf(call: Readable): AsyncIterable<PiRequest> {
  return call.iterator({ destroyOnReturn: false }) as AsyncIterable<PiRequest>;
}

/** A stream that fails ends with a status, and does not crash the process. */
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

// The booklet's streaming Calc for gRPC's library (chapter 18), without generated code:
// the library accepts any functions that encode and decode a message.

import type { handleBidiStreamingCall, MethodDefinition } from '@grpc/grpc-js';
import { BOOKLET_ANSWER, BOOKLET_CALC, bookletCalc, type BookletAnswer } from './booklet-calc';
import { drainOrClose } from '../by-hand/message/messages';
import { PI_REQUEST } from '../by-hand/message/pi-codec';
import { toStatus } from '../status';

// #region definition
/** What generated code would contain for this method. */
export const BOOKLET_DEFINITION: MethodDefinition<number, BookletAnswer> = {
  path: BOOKLET_CALC.path,
  requestStream: true,
  responseStream: true,
  requestSerialize: (n) => Buffer.from(PI_REQUEST.encode(n)),
  requestDeserialize: (bytes) => PI_REQUEST.decode(bytes),
  responseSerialize: (one) => Buffer.from(BOOKLET_ANSWER.encode(one)),
  responseDeserialize: (bytes) => BOOKLET_ANSWER.decode(bytes),
};
// #endregion definition

export const bookletHandler: handleBidiStreamingCall<number, BookletAnswer> = (call) => {
  const run = async (): Promise<void> => {
    const numbers = call.iterator({ destroyOnReturn: false }) as AsyncIterable<number>;
    for await (const one of bookletCalc(numbers)) if (!call.write(one)) await drainOrClose(call);
    call.end();
  };
  run().catch((error: unknown) => {
    if (!call.cancelled) call.emit('error', toStatus(error));
  });
};

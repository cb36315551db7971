// --trace: prints every frame that is received or sent on standard error, explained byte
// by byte.

import { explainFrame, formatSegments } from '@bytes-up/codec';
import { standardError } from './standard-error';

/** `->` is into the server, `<-` out of it. `frame` includes the length. */
export type Trace = (peer: string, direction: '->' | '<-', frame: Uint8Array) => void;

/** Of longer frames only the size is printed. */
const MAX_TRACED_BYTES = 4096;

export function createTrace(): Trace {
  const write = standardError();
  return (peer, direction, frame) => {
    const head = `${peer} ${direction} ${frame.length} bytes`;
    const body =
      frame.length <= MAX_TRACED_BYTES
        ? formatSegments(explainFrame(frame))
        : `  longer than ${MAX_TRACED_BYTES} bytes, not shown`;
    write(`${head}\n${body}\n`);
  };
}

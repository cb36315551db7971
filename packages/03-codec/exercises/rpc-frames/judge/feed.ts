// Feeds a decoder chunk by chunk and compares the bodies that come out.

import { CaseFailed, expectBytes, expectEqual, show } from '@bytes-up/testkit';
import { describe } from './bytes';

export interface Decoder {
  push(chunk: Buffer): void;
  next(): Buffer | undefined;
}

export interface Frames {
  encodeFrame: (body: string) => Buffer;
  FrameDecoder: new (options: { maxFrameBytes: number }) => Decoder;
}

export const MAX_FRAME_BYTES = 4 * 1024 * 1024;

/** Pushes every chunk, and after each one takes what is complete. */
export function feed(
  { FrameDecoder }: Frames,
  chunks: readonly Buffer[],
  bodies: readonly string[],
  maxFrameBytes = MAX_FRAME_BYTES,
): void {
  const decoder = new FrameDecoder({ maxFrameBytes });
  const given = chunks.length === 0 ? 'nothing' : describe(chunks);
  const came: unknown[] = [];
  takeAll(decoder, came, given, bodies);
  for (const chunk of chunks) {
    // a copy each: what was returned must not change later
    decoder.push(Buffer.from(chunk));
    takeAll(decoder, came, given, bodies);
  }
  for (const [at, body] of bodies.entries()) {
    const which = `${given}; body ${at + 1} of ${bodies.length}`;
    if (at >= came.length) expectEqual(which, body, undefined);
    const bytes = came[at];
    if (!(bytes instanceof Uint8Array)) expectEqual(which, Buffer.from(body), bytes);
    else expectBytes(which, Buffer.from(body), bytes);
  }
  if (came.length > bodies.length) {
    const expected = `${bodies.length} bodies, then undefined`;
    throw new CaseFailed({ given, expected, came: `one more: ${show(came.at(-1))}` });
  }
}

/** A decoder that returns bodies for ever must not fill the memory. */
function takeAll(
  decoder: Decoder,
  came: unknown[],
  given: string,
  bodies: readonly string[],
): void {
  for (let body = decoder.next(); body !== undefined; body = decoder.next()) {
    if (!(body instanceof Uint8Array))
      throw new CaseFailed({ given, expected: 'a Buffer or undefined', came: show(body) });
    came.push(body);
    if (came.length <= bodies.length + 1) continue;
    const expected = `${bodies.length} bodies, then undefined`;
    throw new CaseFailed({ given, expected, came: `more and more: ${show(body)}` });
  }
}

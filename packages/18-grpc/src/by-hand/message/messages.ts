// The messages of one direction of a call (chapter 18). Memory is bounded on both sides:
// reading stops while the consumer does not ask for a message, and writing waits for the
// other side to read.

import type { Readable, Writable } from 'node:stream';
import { pack, unpack, type Encoding, type Unpacking } from './compression';
import { GrpcError } from '../ending/grpc-error';
import { MessageReader } from './message-prefix';
import type { Codec } from './pi-codec';

/** The stream was reset, or its connection lost, before its end. */
export class StreamClosed extends GrpcError {
  constructor() {
    super('CANCELLED', 'stream closed');
  }
}

// #region read
/** @throws GrpcError for an invalid message, StreamClosed */
export async function* readMessages<T>(
  stream: Readable,
  codec: Codec<T>,
  unpacking: Unpacking,
): AsyncGenerator<T> {
  const reader = new MessageReader(unpacking.maxBytes);
  for await (const chunk of chunksOf(stream))
    for (const message of reader.push(chunk)) yield decode(codec, await unpack(message, unpacking));
  if (reader.unfinished > 0)
    throw new GrpcError(
      'INTERNAL',
      `stream ended inside a message, after ${reader.unfinished} bytes`,
    );
}

/**
 * Not the stream's own iterator: that one destroys both directions at its end, and
 * discards unread data when the other side stops our direction (RST_STREAM, NO_ERROR).
 */
async function* chunksOf(stream: Readable): AsyncGenerator<Buffer> {
  let wake = (): void => undefined;
  const onChange = (): void => wake();
  for (const event of ['readable', 'end', 'close']) stream.on(event, onChange);
  try {
    for (;;) {
      const chunk = stream.read() as Buffer | null;
      if (chunk !== null) yield chunk;
      else if (stream.readableEnded) return;
      else if (stream.destroyed) throw new StreamClosed();
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    for (const event of ['readable', 'end', 'close']) stream.off(event, onChange);
  }
}
// #endregion read

// #region write
/** @returns false when the stream was closed before all were written */
export async function writeMessages<T>(
  stream: Writable,
  values: Iterable<T> | AsyncIterable<T>,
  codec: Codec<T>,
  encoding: Encoding,
): Promise<boolean> {
  for await (const value of values) {
    const bytes = await pack(codec.encode(value), encoding);
    if (!stream.writable) return false;
    if (!stream.write(bytes)) await drainOrClose(stream);
  }
  return stream.writable;
}

/** A stream that closes while it is full never drains. */
export function drainOrClose(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}
// #endregion write

function decode<T>(codec: Codec<T>, bytes: Buffer): T {
  try {
    return codec.decode(bytes);
  } catch (error) {
    const why = `a message of ${bytes.length} bytes cannot be decoded: ${(error as Error).message}`;
    throw new GrpcError('INTERNAL', why, { cause: error });
  }
}

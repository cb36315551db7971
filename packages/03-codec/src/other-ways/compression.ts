// Compresses a body where that pays off, and decompresses it only up to a limit (chapter
// 03; RFC 1951).

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { RpcError } from '@bytes-up/protocol';
import { asBuffer } from '../frame/as-buffer';
import { BytesError } from '../explain/bytes-error';

/** The values of the first byte. */
export const PLAIN = 0;
export const DEFLATED = 1;

// #region compress
/**
 * The body with one byte in front: 0 and the body uncompressed, or 1 and the body
 * deflated. A body stays uncompressed if it is below the threshold or if deflate does not
 * make it smaller.
 */
export function compress(body: Uint8Array, options: { readonly thresholdBytes: number }): Buffer {
  if (body.length >= options.thresholdBytes) {
    const deflated = deflateRawSync(body);
    if (deflated.length < body.length) return Buffer.concat([Uint8Array.of(DEFLATED), deflated]);
  }
  return Buffer.concat([Uint8Array.of(PLAIN), body]);
}
// #endregion compress

// #region decompress
/**
 * The body that was passed to `compress`.
 * @throws RpcError RESOURCE_EXHAUSTED when it has more than maxOutputBytes. Inflating
 * stops there, so a bomb is never unpacked.
 * @throws BytesError INVALID_ARGUMENT when the flag is unknown, or when the rest is not
 * one complete deflate stream.
 */
export function decompress(
  message: Uint8Array,
  options: { readonly maxOutputBytes: number },
): Buffer {
  const { maxOutputBytes } = options;
  const payload = asBuffer(message).subarray(1);
  switch (message[0]) {
    case PLAIN:
      if (payload.length > maxOutputBytes) throw tooLarge(maxOutputBytes);
      return payload;
    case DEFLATED:
      return inflate(message, payload, maxOutputBytes);
    case undefined:
      throw invalid(message, 'the flag is missing', 0);
    default:
      throw invalid(message, `flag ${message[0]} is neither 0 (plain) nor 1 (deflated)`, 0);
  }
}
// #endregion decompress

function inflate(message: Uint8Array, payload: Buffer, maxOutputBytes: number): Buffer {
  let output: Inflated;
  try {
    // With `info`, zlib also returns its engine, which counts the input bytes it used.
    output = inflateRawSync(payload, {
      maxOutputLength: Math.max(maxOutputBytes, 1),
      info: true,
    }) as unknown as Inflated;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(maxOutputBytes);
    throw invalid(message, 'not a whole deflate stream', 1, error);
  }
  if (output.buffer.length > maxOutputBytes) throw tooLarge(maxOutputBytes);
  const used = output.engine.bytesWritten;
  if (used < payload.length) throw invalid(message, 'bytes after the deflate stream', 1 + used);
  return output.buffer;
}

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function tooLarge(maxOutputBytes: number): RpcError {
  return new RpcError('RESOURCE_EXHAUSTED', `the body has more than ${maxOutputBytes} bytes`);
}

function invalid(bytes: Uint8Array, message: string, offset: number, cause?: unknown): BytesError {
  return new BytesError('INVALID_ARGUMENT', `${message}, at byte ${offset}`, {
    offset,
    bytes,
    cause,
  });
}

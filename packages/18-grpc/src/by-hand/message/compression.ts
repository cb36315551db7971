// gzip of single messages (grpc/doc/compression.md). The header `grpc-encoding` names the
// algorithm of a direction, and the prefix of each message says whether it is compressed.

import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { GrpcError, type GrpcCode } from '../ending/grpc-error';
import { prefix, type Message } from './message-prefix';

/** The value of `grpc-accept-encoding`, on both sides. */
export const ACCEPTED_ENCODINGS = 'identity,gzip';

/** gzip's header and checksum take 18 bytes, so shorter messages are not compressed. */
const MIN_GZIP_BYTES = 64;

export type Encoding = 'identity' | 'gzip';

/** Whether a value of `grpc-accept-encoding` names gzip. */
export function acceptsGzip(accepted: string | undefined): boolean {
  return (accepted ?? '').split(',').some((one) => one.trim() === 'gzip');
}

// #region pack
/** A message with its prefix, compressed only if that makes it shorter. */
export async function pack(message: Uint8Array, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip' && message.length >= MIN_GZIP_BYTES) {
    const compressed = await promisify(gzip)(message);
    if (compressed.length < message.length) return prefix(compressed, true);
  }
  return prefix(message);
}
// #endregion pack

/** How the messages of one direction are read. */
export interface Unpacking {
  /** The header `grpc-encoding`. */
  readonly encoding: string | undefined;
  /** Maximum bytes of a message, also after decompression. */
  readonly maxBytes: number;
  /**
   * The code for an unknown algorithm: UNIMPLEMENTED to a client, INTERNAL from a server.
   */
  readonly unknownEncoding: GrpcCode;
}

// #region unpack
/**
 * @throws GrpcError RESOURCE_EXHAUSTED for a message that is too large, before it is read
 */
export async function unpack(
  { isCompressed, bytes }: Message,
  { encoding = 'identity', maxBytes, unknownEncoding }: Unpacking,
): Promise<Buffer> {
  if (!isCompressed) return bytes;
  if (encoding === 'identity')
    throw new GrpcError('INTERNAL', 'compressed message without grpc-encoding');
  if (encoding !== 'gzip')
    throw new GrpcError(
      unknownEncoding,
      `grpc-encoding ${encoding} is not one of ${ACCEPTED_ENCODINGS}`,
    );
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: Math.max(1, maxBytes) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new GrpcError('RESOURCE_EXHAUSTED', `decompressed message exceeds ${maxBytes} bytes`);
    throw new GrpcError('INTERNAL', `not a gzip stream: ${(error as Error).message}`);
  }
}
// #endregion unpack

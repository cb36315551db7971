// The cost of a message while a stream of more and more of them is decoded, and encoded.

import { encodeFrame, FrameDecoder } from '@bytes-up/codec';
import { bulk, encodeResp, ReplyDecoder, RespDecoder } from '@bytes-up/resp';
import { KIB, smallRequest } from '../frame-streams';
import { LEVEL, nsPerUnit, type Series } from './series';

const REPLY = encodeResp(bulk('bytes up now'));
const FRAME = encodeFrame(smallRequest(7));

export function codecSeries({
  sizes,
  minMs,
}: {
  readonly sizes: readonly number[];
  readonly minMs: number;
}): Series[] {
  const series = (name: string, measure: (messages: number) => number): Series => ({
    name: `codecs: ${name}`,
    size: 'messages',
    cost: 'ns a message',
    sizes,
    maxSlope: LEVEL,
    end: 'measured to a million messages',
    measure,
  });
  const decoding = (
    message: Buffer,
    chunkBytes: number,
    decode: (chunks: readonly Buffer[]) => number,
  ) => {
    return (messages: number): number => {
      const chunks = streamOf(message, messages, chunkBytes);
      const run = (): void => {
        const decoded = decode(chunks);
        if (decoded !== messages) throw new Error(`expected ${messages} messages, got ${decoded}`);
      };
      run(); // warm
      return nsPerUnit(run, messages, minMs);
    };
  };
  return [
    series('FrameDecoder, 64 KiB chunks', decoding(FRAME, 64 * KIB, frames)),
    series('FrameDecoder, one chunk', decoding(FRAME, Infinity, frames)),
    series('FrameDecoder, 7 byte chunks', decoding(FRAME, 7, frames)),
    series('ReplyDecoder, one chunk', decoding(REPLY, Infinity, replies)),
    series('RespDecoder, one chunk', decoding(REPLY, Infinity, values)),
    series('encodeFrame', (messages) => nsPerUnit(() => encodeAll(messages), messages, minMs)),
  ];
}

/** Pushes each chunk, and takes what is complete. @returns how many messages that were */
function drain(
  decoder: { push(chunk: Buffer): void; next(): unknown },
  chunks: readonly Buffer[],
): number {
  let count = 0;
  for (const chunk of chunks) {
    decoder.push(chunk);
    while (decoder.next() !== undefined) count++;
  }
  return count;
}

function frames(chunks: readonly Buffer[]): number {
  return drain(new FrameDecoder({ maxFrameBytes: 4 * KIB * KIB }), chunks);
}

function replies(chunks: readonly Buffer[]): number {
  return drain(new ReplyDecoder(), chunks);
}

function values(chunks: readonly Buffer[]): number {
  return drain(new RespDecoder(), chunks);
}

function encodeAll(messages: number): number {
  let bytes = 0;
  for (let i = 0; i < messages; i++) bytes += encodeFrame(smallRequest(i)).length;
  return bytes;
}

function streamOf(message: Buffer, messages: number, chunkBytes: number): Buffer[] {
  const stream = Buffer.alloc(message.length * messages);
  for (let i = 0; i < messages; i++) message.copy(stream, i * message.length);
  const chunks: Buffer[] = [];
  const step = Math.min(chunkBytes, stream.length);
  for (let at = 0; at < stream.length; at += step) chunks.push(stream.subarray(at, at + step));
  return chunks;
}

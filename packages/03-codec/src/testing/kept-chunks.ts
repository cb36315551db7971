// Reads chunks of 64 KiB that each have one small frame and one of zeros, keeps what was
// decoded and the readers, and prints how many bytes of memory that takes. It runs as a
// process of its own (node --expose-gc), because in jest the memory of other tests would
// blur the result.

import { subject } from './subject';

const { BodyReader, decodeAsciiBody, encodeFrame } = subject();
const CHUNKS = 200;
const CHUNK_BYTES = 64 * 1024;

function usedBytes(): number {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('run with node --expose-gc');
  void gc();
  void gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const kept: unknown[] = [];

function read(n: number): void {
  const small = encodeFrame(
    `{"in":"a string of thirty characters ${n}","id":"and another, longer one ${n}"}`,
  );
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  small.copy(chunk);
  chunk.fill(encodeFrame('0'.repeat(60)), small.length);
  const reader = new BodyReader({ maxFrameBytes: CHUNK_BYTES });
  reader.push(chunk.subarray(0, CHUNK_BYTES - ((CHUNK_BYTES - small.length) % 64)));
  const first = reader.next();
  if (typeof first !== 'string') throw new Error('expected a string');
  kept.push(reader, decodeAsciiBody(first, { maxDepth: 64 }));
  while (reader.next() !== undefined);
}

read(0); // what is compiled and cached meanwhile does not count
const before = usedBytes();
for (let n = 1; n <= CHUNKS; n++) read(n);
console.log((usedBytes() - before) / CHUNKS);

// Pushes all but one byte of a 4 MiB frame in chunks of the given sizes, in turn, and
// prints how many bytes of memory each of its bytes takes. It runs as a process of its
// own (node --expose-gc), because in jest the memory of other tests would blur the
// result.

import { subject } from './subject';

const { FrameDecoder } = subject();
const BODY_BYTES = 4 * 1024 * 1024;

function usedBytes(): number {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('run with node --expose-gc');
  void gc();
  void gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const sizes = process.argv.slice(2).map(Number);
const decoder = new FrameDecoder({ maxFrameBytes: BODY_BYTES });
const before = usedBytes();
decoder.push(Buffer.from('00004000', 'hex'));
decoder.next();
for (let i = 0, left = BODY_BYTES - 1; left > 0; i++) {
  const size = Math.min(sizes[i % sizes.length] ?? 1, left);
  // its own memory, as after a read from a socket
  decoder.push(Buffer.allocUnsafeSlow(size));
  left -= size;
}
if (decoder.next() !== undefined) throw new Error('the frame is one byte short of complete');
console.log((usedBytes() - before) / decoder.bufferedBytes);

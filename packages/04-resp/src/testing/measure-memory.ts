// Pushes the bytes of standard input, a value that is not complete, in pieces of the
// given size; prints how many bytes each keeps. A process of its own (node --expose-gc):
// in jest, the late release of other tests' memory would hide what is taken here.

import { readFileSync } from 'node:fs';
import { subject } from './subject';

function usedBytes(): number {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('run with node --expose-gc');
  void gc();
  void gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const pieceBytes = Number(process.argv[2]);
const bytes = readFileSync(0);
const decoder = new subject.RespDecoder();
const before = usedBytes();
for (let at = 0; at < bytes.length; at += pieceBytes) {
  const piece = Buffer.allocUnsafeSlow(Math.min(pieceBytes, bytes.length - at)); // memory of its own, as a read has
  bytes.copy(piece, 0, at);
  decoder.push(piece);
  if (decoder.next() !== undefined) throw new Error('the value is not complete');
}
console.log((usedBytes() - before) / bytes.length);
if (decoder.isEmpty) throw new Error('it keeps what it has');

// Pushes standard input, an incomplete value, in pieces of the given size, and prints how
// much memory each of its bytes takes. It is a process of its own (node --expose-gc)
// because in jest, memory that other tests release late would distort the measurement.

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
  // Memory of its own, like that of a read.
  const piece = Buffer.allocUnsafeSlow(Math.min(pieceBytes, bytes.length - at));
  bytes.copy(piece, 0, at);
  decoder.push(piece);
  if (decoder.next() !== undefined) throw new Error('the value is not complete');
}
console.log((usedBytes() - before) / bytes.length);
if (decoder.isEmpty) throw new Error('it keeps what it has');

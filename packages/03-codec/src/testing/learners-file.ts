// Stands in for a learner's file in the test of the seam.

export function encodeFrame(): Buffer {
  return Buffer.from('a learner wrote this');
}

// A learner's file for the test of the seam.

export function encodeFrame(): Buffer {
  return Buffer.from('a learner wrote this');
}

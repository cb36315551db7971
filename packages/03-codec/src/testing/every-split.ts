// Cuts the same bytes at every possible place, to test half packets and sticky packets
// (chapter 03).

// #region every-split
/**
 * Runs a case with the bytes in one chunk, cut in two at every point, and byte by byte.
 */
export function everySplit(bytes: Uint8Array, run: (chunks: readonly Uint8Array[]) => void): void {
  run([bytes]);
  for (let cut = 1; cut < bytes.length; cut++) run([bytes.subarray(0, cut), bytes.subarray(cut)]);
  run(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)));
}
// #endregion every-split

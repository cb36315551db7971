// How the booklet reads a message, kept to show the bug (chapter 03): one recv(4) for the
// length and one recv(N) for the body. But recv(N) returns at most N bytes, namely those
// that have arrived so far.

// #region recv-once
/**
 * Reads frames from chunks with one recv for each part.
 * @throws Error when a length was not complete.
 */
export function recvOnce(chunks: readonly Uint8Array[]): Buffer[] {
  const waiting = chunks.map((chunk) => Buffer.from(chunk));
  const recv = (most: number): Buffer => {
    const chunk = waiting.shift() ?? Buffer.alloc(0);
    if (chunk.length > most) waiting.unshift(chunk.subarray(most));
    return chunk.subarray(0, most);
  };
  const bodies: Buffer[] = [];
  for (let length = recv(4); length.length > 0; length = recv(4)) {
    // Like Python's struct.unpack, this throws on 2 bytes instead of 4.
    bodies.push(recv(length.readUInt32LE(0)));
  }
  return bodies;
}
// #endregion recv-once

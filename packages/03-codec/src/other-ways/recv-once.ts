// The booklet's way to read a message, kept to show what is wrong with it (chapter 03):
// recv(4) for the length, recv(N) for the body, each called once. recv(N) gives at most N
// bytes: what has come so far.

// #region recv-once
/**
 * Reads frames from chunks with one recv for each part.
 * @throws Error when a part was not complete.
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
    bodies.push(recv(length.readUInt32LE(0))); // 2 bytes instead of 4 throw here, as struct.unpack does
  }
  return bodies;
}
// #endregion recv-once

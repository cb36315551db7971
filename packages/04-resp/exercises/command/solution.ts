// A command as bytes, solved.

/**
 * A command as clients send it: an array of bulk strings. A word cannot end early,
 * whatever its bytes: the reader takes as many bytes as the length says, without looking
 * at them. So a CR LF in a word is data, and no word needs escapes.
 */
export function encodeCommand(...words: (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from(`*${words.length}\r\n`)];
  for (const word of words) {
    const bytes = typeof word === 'string' ? Buffer.from(word) : word;
    parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n'));
  }
  return Buffer.concat(parts);
}

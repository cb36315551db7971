// Z85 encodes four bytes as five characters that JSON does not have to escape (chapter
// 03; ZeroMQ's RFC 32).

const ALPHABET =
  '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';

/**
 * @param bytes their number must be a multiple of four, as the specification requires
 * @throws RangeError for any other number
 */
export function encodeZ85(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    let value = bytes.readUInt32BE(at);
    let group = '';
    for (let digit = 0; digit < 5; digit++) {
      group = (ALPHABET[value % 85] ?? '') + group; // the lowest digit is the last one
      value = Math.floor(value / 85);
    }
    text += group;
  }
  return text;
}

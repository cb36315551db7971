// Bytes of a reply as text, by whichever way costs least: short ones are cut out of a text that is there, or made in one go.

/** V8 copies substrings up to this; longer ones keep alive the string that they are cut from. */
const COPIED = 12;

/**
 * The method itself: once some library has a class that extends String, V8 looks methods of strings up anew at each call. A Redis
 * client has one.
 */
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its string
const { substring } = String.prototype;

/**
 * The UTF-8 from `start` to `end`. A long string is made by itself, or a few bytes of it would keep the whole chunk.
 * @param text all of the bytes as text, if they are ASCII and somebody has made it
 */
export function textOf(
  bytes: Buffer,
  text: string | undefined,
  start: number,
  end: number,
): string {
  if (end - start > COPIED) return bytes.toString('utf8', start, end);
  if (text !== undefined) return substring.call(text, start, end);
  for (let at = start; at < end; at++) {
    if ((bytes[at] ?? 0) >= 0x80) return bytes.toString('utf8', start, end);
  }
  return shortText(bytes, start, end);
}

/** Up to twelve characters: made in one go and cut, which costs less than one by one. */
function shortText(b: Buffer, i: number, end: number): string {
  const at = (n: number): number => b[i + n] as number;
  const twelve = String.fromCharCode(
    at(0),
    at(1),
    at(2),
    at(3),
    at(4),
    at(5),
    at(6),
    at(7),
    at(8),
    at(9),
    at(10),
    at(11),
  );
  return substring.call(twelve, 0, end - i);
}

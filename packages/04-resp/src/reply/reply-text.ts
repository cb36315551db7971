// Bytes of a reply as text, in the way that costs least. Optional at a first reading: it
// does what bytes.toString('utf8', start, end) does.

/** V8 copies a substring up to this length. A longer one keeps its whole source alive. */
const COPIED = 12;

/**
 * The method itself: once any library has a class that extends String, V8 looks up the
 * methods of strings at each call. A Redis client has such a class.
 */
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its string
const { substring } = String.prototype;

/**
 * The UTF-8 from `start` to `end`. A long string is decoded by itself: cut from `text`,
 * it would keep the whole chunk alive.
 * @param text all of the bytes as text, if they are ASCII and were converted before
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

/** Up to twelve characters: made at once and cut, which is faster than one by one. */
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

// Bytes as one types or pastes them: `1E 00`, `1e00`, `0x1e, 0x00`, `\x1e\x00`, over
// any number of lines.

import { UsageError } from '@bytes-up/protocol';

/**
 * Reads pairs of hex digits. Spaces, commas, `0x` and `\x` are skipped.
 * @throws UsageError that shows the first invalid character
 */
export function parseHex(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at, at + 8);
    const skipped = /^(?:[\s,]+|0x|\\x)/i.exec(rest)?.[0];
    const pair = /^[0-9a-f]{2}/i.exec(rest)?.[0];
    if (skipped !== undefined) {
      at += skipped.length;
    } else if (pair !== undefined) {
      bytes.push(parseInt(pair, 16));
      at += 2;
    } else {
      const found = /^[0-9a-f]/i.test(rest) ? 'half a byte' : 'not a hex digit';
      const shown = JSON.stringify(rest.slice(0, 2).trim());
      throw new UsageError(
        `${found} at character ${at + 1}, ${shown}: give two hex digits for each byte, such as 02 00 00 00`,
      );
    }
  }
  return Uint8Array.from(bytes);
}

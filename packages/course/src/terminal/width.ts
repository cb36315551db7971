// How many columns a text takes in a terminal.

import { stripVTControlCharacters } from 'node:util';

/** East Asian letters and their punctuation take two columns. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const NO_WIDTH = /\p{Mn}|\p{Cf}/u;

/** Columns of a text; colours take none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of stripVTControlCharacters(text)) {
    width += WIDE.test(char) ? 2 : NO_WIDTH.test(char) ? 0 : 1;
  }
  return width;
}

/** The text, padded with spaces to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

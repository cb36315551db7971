// Lines of standard input, one at a time. Between two lines it does not read, so the
// process can exit, and later input is left for the next reader.

import type { Readable } from 'node:stream';

/** Enough for any guess; the rest of a longer line is dropped. */
const MAX_CHARS = 4096;

export class TypedLines {
  #text = '';
  #hasEnded = false;
  #wake: () => void = () => undefined;

  constructor(private readonly input: Readable & { unref?: () => void }) {
    input.setEncoding('utf8');
    input.on('data', (text: string) => {
      this.#text += text;
      this.#wake();
    });
    const end = (): void => {
      this.#hasEnded = true;
      this.#wake();
    };
    input.on('end', end).on('error', end).on('close', end);
    input.pause();
  }

  /** The next line without its line break; undefined when the input has ended. */
  async next(): Promise<string | undefined> {
    this.input.resume();
    try {
      for (;;) {
        const at = this.#text.indexOf('\n');
        if (at >= 0) return this.#take(at);
        if (this.#hasEnded) return this.#text === '' ? undefined : this.#take(this.#text.length);
        this.#text = this.#text.slice(0, MAX_CHARS);
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.input.pause();
    }
  }

  #take(at: number): string {
    const line = this.#text.slice(0, Math.min(at, MAX_CHARS));
    this.#text = this.#text.slice(at + 1);
    return line.replace(/\r$/, '');
  }
}

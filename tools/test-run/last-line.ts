// The last line of an output, without keeping the rest.

const KEPT_CHARACTERS = 10_000;

export class LastLine {
  #tail = '';

  push(chunk: string): void {
    this.#tail = (this.#tail + chunk).slice(-KEPT_CHARACTERS);
  }

  /** Empty lines do not count. */
  toString(): string {
    return this.#tail.trimEnd().split('\n').at(-1) ?? '';
  }
}

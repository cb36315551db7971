// What a learner's code printed, case by case: its first and last lines, so that a flood
// does not fill the memory.

/** Characters kept at each end of what one case printed. */
const KEPT_CHARS = 8_192;

export interface Printed {
  /** How many lines it printed. */
  readonly count: number;
  /** All lines, or the first ones, if some were dropped; of a huge line its beginning. */
  readonly first: readonly string[];
  /** The last ones, or the end of a huge line; empty if none were dropped. */
  readonly last: readonly string[];
}

export class PrintedByCase {
  /** The first is what was printed while the file was loaded, before any case. */
  readonly #parts: Part[] = [new Part()];
  /** Possibly the beginning of a mark. */
  #unread = '';

  /** @param mark marks the beginning of a case in the text */
  constructor(private readonly mark: string) {}

  add(text: string): void {
    const [first = '', ...others] = (this.#unread + text).split(this.mark);
    const last = others.pop();
    this.#parts.at(-1)?.add(last === undefined ? this.#withoutMark(first) : first);
    this.#parts.push(...others.map((each) => new Part().add(each)));
    if (last !== undefined) this.#parts.push(new Part().add(this.#withoutMark(last)));
  }

  /** @param nth 0 for what was printed before any case, 1 for the first case */
  of(nth: number): Printed | undefined {
    return this.#parts[nth]?.printed;
  }

  /** The text up to a possible beginning of a mark, which is kept for later. */
  #withoutMark(text: string): string {
    let length = Math.min(text.length, this.mark.length - 1);
    while (!this.mark.startsWith(text.slice(text.length - length))) length--;
    this.#unread = text.slice(text.length - length);
    return text.slice(0, text.length - length);
  }
}

class Part {
  #head = '';
  #tail = '';
  #chars = 0;
  #ends = 0;

  add(text: string): this {
    this.#chars += text.length;
    this.#ends += text.split('\n').length - 1;
    const fits = KEPT_CHARS - this.#head.length;
    this.#head += text.slice(0, fits);
    this.#tail = (this.#tail + text.slice(fits)).slice(-KEPT_CHARS);
    return this;
  }

  get printed(): Printed | undefined {
    if (this.#chars === 0) return undefined;
    const isOpen = !(this.#tail || this.#head).endsWith('\n');
    const count = this.#ends + (isOpen ? 1 : 0);
    const whole = this.#head + this.#tail;
    if (whole.length === this.#chars) return { count, first: linesOf(whole), last: [] };
    // a line is cut at both ends of the gap
    const [first, last] = [linesOf(this.#head), linesOf(this.#tail)];
    return {
      count,
      first: first.length > 1 ? first.slice(0, -1) : first,
      last: last.length > 1 ? last.slice(1) : last,
    };
  }
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

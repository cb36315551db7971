// The progress of a judgement that takes longer than a moment: in a terminal one line
// that is rewritten, elsewhere a new line from time to time.

import type { Context } from '../context';
import type { Progress } from './judge-file';

/** How soon it is shown, and how often again, in a terminal and elsewhere. */
const TERMINAL = { afterMs: 2_000, everyMs: 1_000 };
const ELSEWHERE = { afterMs: 15_000, everyMs: 15_000 };
const ERASE = '\r\u001b[K';

export class ProgressLine {
  readonly #context: Pick<Context, 'interactive' | 'write'>;
  readonly #startedAtMs = performance.now();
  readonly #begins: NodeJS.Timeout;
  #repeats: NodeJS.Timeout | undefined;
  #isShown = false;
  #text = 'judging …';

  constructor(context: Pick<Context, 'interactive' | 'write'>) {
    this.#context = context;
    const { afterMs, everyMs } = context.interactive ? TERMINAL : ELSEWHERE;
    this.#begins = setTimeout(() => {
      this.#show();
      this.#repeats = setInterval(() => this.#show(), everyMs);
    }, afterMs);
  }

  update({ stage, done, failed, cases }: Progress): void {
    const failures = failed === 0 ? '' : `, ${failed} failed`;
    this.#text = `judging … ${stage}, ${done} of ${cases}${failures}`;
    if (this.#isShown && this.#context.interactive) this.#show();
  }

  end(): void {
    clearTimeout(this.#begins);
    clearInterval(this.#repeats);
    if (this.#isShown && this.#context.interactive) this.#context.write(ERASE);
  }

  #show(): void {
    this.#isShown = true;
    const { interactive, write } = this.#context;
    const seconds = Math.floor((performance.now() - this.#startedAtMs) / 1_000);
    const line = `  ${this.#text}, ${seconds} s`;
    write(interactive ? `${ERASE}${line}` : `${line}\n`);
  }
}

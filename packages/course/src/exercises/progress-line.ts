// The progress of a judgement that takes longer than a moment: in a terminal one line
// that is rewritten, elsewhere a new line from time to time.

import type { Context } from '../context';
import type { Progress } from './judge-file';

const AFTER_MS = 2_000;
const EVERY_MS = 15_000;
const ERASE = '\r\u001b[K';

export class ProgressLine {
  readonly #context: Pick<Context, 'interactive' | 'write'>;
  readonly #begins: NodeJS.Timeout;
  #repeats: NodeJS.Timeout | undefined;
  #isShown = false;
  #text = 'judging …';

  constructor(context: Pick<Context, 'interactive' | 'write'>) {
    this.#context = context;
    const { interactive } = context;
    this.#begins = setTimeout(
      () => {
        this.#show();
        if (!interactive) this.#repeats = setInterval(() => this.#show(), EVERY_MS);
      },
      interactive ? AFTER_MS : EVERY_MS,
    );
  }

  update({ stage, done, cases }: Progress): void {
    this.#text = `judging … ${stage}, ${done} of ${cases}`;
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
    write(interactive ? `${ERASE}  ${this.#text}` : `  ${this.#text}\n`);
  }
}

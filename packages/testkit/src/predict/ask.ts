// Asks predictions, one at a time: the question, the guess, the experiment and its
// result. `npm start -- predict` and the demos with `--predict` both use it.

import { appendFileSync } from 'node:fs';
import { wantsColor } from '../process/color';
import { stripMarks, wrapText } from './plain-text';
import {
  formatExpected,
  formatHint,
  formatValue,
  isExpected,
  letterOf,
  parseGuess,
  type Measured,
  type Prediction,
} from './prediction';
import { TypedLines } from './typed-lines';

/**
 * The variable that names the file to which each outcome is appended as a line of JSON.
 */
export const OUTCOMES_VARIABLE = 'BYTES_UP_OUTCOMES';

export interface Outcome {
  readonly id: string;
  /** In the form of the answer; undefined if there was no guess. */
  readonly guess: string | undefined;
  /** `17 bytes`; undefined if the experiment could not run. */
  readonly came: string | undefined;
  readonly measured?: Measured;
}

/** How many times it asks, in a terminal, if a guess cannot be parsed. */
const TRIES = 3;
const [MIN_WIDTH, MAX_WIDTH] = [40, 90];
const MARGIN = '  ';

/** The width of the output. */
export function columns(): number {
  const { isTTY, columns = 80 } = process.stdout;
  return Math.min(Math.max(isTTY ? columns : 80, MIN_WIDTH), MAX_WIDTH);
}

export class Asker {
  readonly #typed = new TypedLines(process.stdin);
  readonly #inTerminal = process.stdin.isTTY && process.stdout.isTTY;
  readonly #color = wantsColor(process.stdout);

  /** @param write prints the conversation */
  constructor(private readonly write: (text: string) => void) {}

  /** @param label such as `1 of 4`, printed above the question */
  async ask(prediction: Prediction, label: string): Promise<Outcome> {
    const { id, question, answer, needs, explanation } = prediction;
    this.write(`\n${this.#bold(`${MARGIN}Predict, ${label}`)}\n\n`);
    this.#print(question);
    if ('choices' in answer) {
      this.write('\n');
      answer.choices.forEach((choice, nth) => this.#print(`${letterOf(nth)}) ${choice}`));
    }
    const guess = await this.#guess(prediction);
    if (needs === 'linux' && process.platform !== 'linux') {
      this.write('\n');
      this.#print('This experiment needs Linux, such as the dev container.');
      return this.#tell({ id, guess, came: undefined });
    }
    let measured: Measured;
    try {
      measured = await prediction.experiment();
    } catch (error) {
      this.write('\n');
      this.#print(`The experiment failed: ${(error as Error).message}`);
      return this.#tell({ id, guess, came: undefined });
    }
    const came = formatValue(prediction, measured.value);
    this.write(
      `\n${measured.shown.map((line) => `${MARGIN}${MARGIN}${line}`.trimEnd()).join('\n')}`,
    );
    this.write('\n\n');
    const guessed = guess === undefined ? '' : ` Your guess: ${guess}.`;
    this.#print(`Measured: ${came}.${guessed}`);
    this.#print(explanation);
    if (!isExpected(prediction, measured.value)) {
      this.#print(
        `The explanation expects ${formatExpected(prediction)}. A busy machine can do that: ` +
          'run it again.',
      );
    }
    return this.#tell({ id, guess, came, measured });
  }

  async #guess(prediction: Prediction): Promise<string | undefined> {
    for (let tries = 0; tries < TRIES; tries++) {
      this.write(`\n${MARGIN}Your guess (${formatHint(prediction)}): `);
      const line = await this.#typed.next();
      // A terminal echoes what is typed. Elsewhere the guess is printed, or "none".
      if (!this.#inTerminal) this.write(line === undefined ? 'none\n' : `${line}\n`);
      else if (line === undefined) this.write('\n');
      const guess = parseGuess(prediction, line ?? '');
      if (guess !== undefined || line === undefined || line.trim() === '') return guess;
      this.#print(`This is not a guess (${formatHint(prediction)}). Press Enter alone to skip it.`);
      if (!this.#inTerminal) return undefined;
    }
    return undefined;
  }

  #tell(outcome: Outcome): Outcome {
    const file = process.env[OUTCOMES_VARIABLE];
    const { id, guess, came } = outcome;
    if (file) appendFileSync(file, `${JSON.stringify({ id, guess, came })}\n`);
    return outcome;
  }

  #print(markdown: string): void {
    const width = columns() - MARGIN.length;
    for (const line of wrapText(stripMarks(markdown), width)) this.write(`${MARGIN}${line}\n`);
  }

  #bold(text: string): string {
    return this.#color ? `\u001b[1m${text}\u001b[0m` : text;
  }
}

/**
 * A demo calls it before a step: `await ask('ping-frame')`. Without `--predict` on the
 * command line it does nothing.
 */
export function askBefore(
  predictions: readonly Prediction[],
  argv: readonly string[] = process.argv,
): (id: string) => Promise<void> {
  if (!argv.includes('--predict')) return () => Promise.resolve();
  const asker = new Asker((text) => void process.stdout.write(text));
  let asked = 0; // a demo need not ask in the order of the page
  return async (id) => {
    const prediction = predictions.find((each) => each.id === id);
    if (prediction === undefined) throw new Error(`no prediction ${id}`);
    await asker.ask(prediction, `${++asked} of ${predictions.length}`);
    process.stdout.write('\n');
  };
}

// The menus' one question, "which of these?", asked in the terminal by clack. Tests
// answer it from a script.

import { readKeysAgain } from '../suspend';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface Question<Value extends string> {
  readonly message: string;
  readonly choices: readonly Choice<Value>[];
  /** What Escape chooses; if undefined, Escape quits like ctrl-C. */
  readonly escape?: Value;
  /** Where the cursor starts. */
  readonly initial?: Value;
}

export interface Prompter {
  /** @returns the choice; undefined after ctrl-C or escape */
  readonly choose: <Value extends string>(question: Question<Value>) => Promise<Value | undefined>;
  readonly say: (text: string) => void;
}

/**
 * Only for a terminal: on a closed or piped input clack would exit silently or wait
 * forever.
 */
export async function createPrompter(): Promise<Prompter> {
  const { isCancel, log, select } = await import('@clack/prompts'); // an ES module
  return {
    async choose({ message, choices, initial, escape }) {
      const options = choices.map((choice) => ({ ...choice }));
      let lastKey: string | undefined;
      const onKey = (_text: unknown, { name }: { name?: string } = {}): void =>
        void (lastKey = name);
      process.stdin.on('keypress', onKey);
      // readline pauses its input at SIGCONT, after which nothing would keep us running
      const onContinued = (): void => void setImmediate(readKeysAgain);
      process.on('SIGCONT', onContinued);
      const answer = await select<string>({
        message,
        options,
        // clack counts the guide's colours as columns, and wraps ten columns too early
        withGuide: false,
        ...(initial !== undefined && { initialValue: initial }),
      }).finally(() => {
        process.stdin.off('keypress', onKey);
        process.off('SIGCONT', onContinued);
        process.stdin.pause(); // which readline does not do after a SIGCONT
      });
      // clack does not say which of the two keys it was
      if (isCancel(answer) && lastKey === 'escape') return escape;
      return choices.find(({ value }) => !isCancel(answer) && value === answer)?.value;
    },
    say: (text) => log.message(text),
  };
}

// A promise that the learner's code has returned, for judges that move the clock
// themselves: its state, without waiting for something that may never happen.

import { codeOf, resultOf } from './expect';
import { CaseFailed } from './judge';
import { isSame } from './same';
import { show } from './show';

/** The state of a promise: pending, a result, or an error with a code. */
export type Became<T> = 'pending' | { readonly result: T } | { readonly code: string };

/** Turns of the event loop in which promises can make progress; no real time passes. */
const TURNS = 5;

/** Resolves when everything has run that needs neither time nor the network. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise(setImmediate);
}

export class Watched<T> {
  #became: Became<T> | 'an error without a code' = 'pending';
  /** What it rejected with. */
  error: unknown;

  private constructor(promise: Promise<T>) {
    promise.then(
      (result) => (this.#became = { result }),
      (error: unknown) => {
        this.error = error;
        const code = codeOf(error);
        this.#became = code === undefined ? 'an error without a code' : { code };
      },
    );
  }

  /** @throws CaseFailed if the call itself throws, or returns no promise */
  static async call<T>(given: string, call: () => Promise<T>): Promise<Watched<T>> {
    const { returned } = await resultOf(given, () => ({ returned: call() }));
    if (returned instanceof Promise) return new Watched(returned);
    throw new CaseFailed({ given, expected: 'a promise', came: show(returned) });
  }

  /** Its state, after everything that can happen now has happened. */
  async became(): Promise<Became<T> | 'an error without a code'> {
    await settled();
    return this.#became;
  }

  /** @throws CaseFailed unless its state is this */
  async expect(given: string, expected: Became<T>): Promise<void> {
    const came = await this.became();
    if (isSame(expected, came)) return;
    throw new CaseFailed(
      {
        given,
        expected: describe(expected),
        came:
          came === 'an error without a code' ? `${show(this.error)}, ${WITHOUT}` : describe(came),
      },
      { cause: this.error },
    );
  }
}

const WITHOUT = 'which has no code';

function describe(became: Became<unknown>): string {
  if (became === 'pending') return 'the promise is still pending';
  return 'code' in became ? `an error with the code ${became.code}` : show(became.result);
}

// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'answers are matched by their order',
    find: "const call = this.#take(answer['id']);",
    replace: 'const call = this.#take([...this.#inFlight.keys()][0]);',
    caughtBy: 'three calls, answered in another order',
  },
  {
    change: 'a falsy value is not a result',
    find: 'if (result === undefined) call.reject',
    replace: 'if (!result) call.reject',
    caughtBy: 'the result null',
  },
  {
    change: 'an id is converted',
    find: "this.#take(answer['id'])",
    replace: "this.#take(Number(answer['id']))",
    caughtBy: 'an id has its type',
  },
  {
    change: 'a call that has ended stays in the map',
    find: '    this.#inFlight.delete(id as number);\n',
    replace: '',
    caughtBy: 'the same answer twice',
  },
  {
    change: 'every error of a server is retryable',
    find: '{ retryable: retryable === true }',
    replace: '{ retryable: true }',
    caughtBy: 'an error with the code INVALID_ARGUMENT',
  },
  {
    change: 'a body without an id is an answer to no call',
    find: "throw broken('the answer has no id');",
    replace: 'return { id: -1 };',
    caughtBy: 'no answer at all: []',
  },
  {
    change: 'a call after the end waits for ever',
    find: 'if (this.#end !== undefined) return { id, result: Promise.reject(this.#end) };',
    replace: '',
    caughtBy: 'a call after the end fails at once',
  },
  {
    change: 'the end of the connection is not told to the calls',
    find: 'for (const id of [...this.#inFlight.keys()]) this.cancel(id, error);',
    replace: 'this.#inFlight.clear();',
    caughtBy: 'the end of the connection ends every call',
  },
];

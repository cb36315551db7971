// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'answers are matched by order',
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
    change: 'an id is converted to a number',
    find: "this.#take(answer['id'])",
    replace: "this.#take(Number(answer['id']))",
    caughtBy: 'the id "3" is not the id 3',
  },
  {
    change: 'the bytes are read as latin1',
    find: 'body.toString()',
    replace: "body.toString('latin1')",
    caughtBy: /the result 'é 水/,
  },
  {
    change: 'a falsy id is not an id',
    find: "value['id'] === undefined",
    replace: "!value['id']",
    caughtBy: 'the id 0 is an id',
  },
  {
    change: 'all connections share one table',
    find: 'new Map<number, Call>()',
    replace: '((globalThis as { calls?: Map<number, Call> }).calls ??= new Map<number, Call>())',
    caughtBy: 'two connections have their own calls',
  },
  {
    change: 'a code that is there is a string',
    find: "typeof result['code'] !== 'string'",
    replace: "result['code'] === undefined",
    caughtBy: "an invalid answer: { out: 'error', result: { code: 7 } }",
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
    change: 'a body without an id is an answer that matches no call',
    find: "throw broken('the answer has no id');",
    replace: 'return { id: -1 };',
    caughtBy: 'not an answer: []',
  },
  {
    change: 'a call after the end never ends',
    find: 'if (this.#end !== undefined) return { id, result: Promise.reject(this.#end) };',
    replace: '',
    caughtBy: 'a call after the end fails at once',
  },
  {
    change: 'the end of the connection does not reject the calls',
    find: 'for (const id of [...this.#inFlight.keys()]) this.cancel(id, error);',
    replace: 'this.#inFlight.clear();',
    caughtBy: 'the end of the connection ends every call',
  },
];

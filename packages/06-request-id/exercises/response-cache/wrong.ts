// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

const USED = 'this.#entries.set(name, entry); // at the end, with its age unchanged';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the oldest is evicted, whether it is used or not',
    find: `    this.#entries.delete(name);
    if (!this.#isFresh(entry)) return undefined;
    ${USED}`,
    replace: '    if (!this.#isFresh(entry)) return undefined;',
    caughtBy: 'a get counts as a use',
  },
  {
    change: 'reading a result makes it younger',
    find: USED,
    replace: 'this.#entries.set(name, { ...entry, setAtMs: this.options.now() });',
    caughtBy: 'reading does not make it younger',
  },
  {
    change: 'the key is the text of the method followed by the params',
    find: 'return JSON.stringify([method, params]);',
    replace: 'return method + JSON.stringify(params);',
    caughtBy: 'method and params are kept apart',
  },
  {
    change: 'params are converted to strings',
    find: 'return JSON.stringify([method, params]);',
    replace: 'return `${method} ${String(params)}`;',
    caughtBy: 'the number 1 is not the string "1"',
  },
  {
    change: 'a falsy result is no result',
    find: '    return entry.result;',
    replace: '    return entry.result || undefined;',
    caughtBy: 'null is a result',
  },
  {
    change: 'kept one millisecond too long',
    find: '- setAtMs < this.options.maxAgeMs',
    replace: '- setAtMs <= this.options.maxAgeMs',
    caughtBy: 'gone at maxAgeMs',
  },
  {
    change: 'size counts expired results',
    find: '    this.#dropOld();\n    return this.#entries.size;',
    replace: '    return this.#entries.size;',
    caughtBy: 'size does not count expired results',
  },
  {
    change: 'replacing a result evicts another one',
    find: 'this.#entries.delete(name); // it gets a new age and moves to the end',
    replace: '',
    caughtBy: 'replacing a result needs no extra room',
  },
  {
    change: 'a fresh result is evicted although there is an expired one',
    find: '    if (this.#isFull) this.#dropOld();\n',
    replace: '',
    caughtBy: 'an expired result is evicted before a fresh one',
  },
  {
    change: 'one more than the limit',
    find: 'this.#entries.size >= this.options.maxEntries',
    replace: 'this.#entries.size > this.options.maxEntries',
    caughtBy: 'the least recently set result is evicted',
  },
  {
    change: 'it returns a promise of the result',
    find: '  get(method: string',
    replace: '  async get(method: string',
    caughtBy: 'a result that was set is found',
  },
];

// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

const USED = 'this.#entries.set(name, entry); // at the end, with the age that it has';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the oldest goes, whether it is used or not',
    find: `    this.#entries.delete(name);
    if (!this.#isFresh(entry)) return undefined;
    ${USED}`,
    replace: '    if (!this.#isFresh(entry)) return undefined;',
    caughtBy: 'a get uses a result',
  },
  {
    change: 'reading a result makes it younger',
    find: USED,
    replace: 'this.#entries.set(name, { ...entry, setAtMs: this.options.now() });',
    caughtBy: 'reading does not make it younger',
  },
  {
    change: 'the name is the text of method and params, one after the other',
    find: 'return JSON.stringify([method, params]);',
    replace: 'return method + JSON.stringify(params);',
    caughtBy: 'method and params do not run into each other',
  },
  {
    change: 'params are turned into text',
    find: 'return JSON.stringify([method, params]);',
    replace: 'return `${method} ${String(params)}`;',
    caughtBy: 'the number 1 is not the text "1"',
  },
  {
    change: 'what counts as false is no result',
    find: '    return entry.result;',
    replace: '    return entry.result || undefined;',
    caughtBy: 'null is a result',
  },
  {
    change: 'one millisecond too long',
    find: '- setAtMs < this.options.maxAgeMs',
    replace: '- setAtMs <= this.options.maxAgeMs',
    caughtBy: 'gone at maxAgeMs',
  },
  {
    change: 'size counts old results',
    find: '    this.#dropOld();\n    return this.#entries.size;',
    replace: '    return this.#entries.size;',
    caughtBy: 'size counts no old results',
  },
  {
    change: 'a result that is replaced makes another one go',
    find: 'this.#entries.delete(name); // it gets a new age and the last place',
    replace: '',
    caughtBy: 'a result that is replaced needs no second place',
  },
  {
    change: 'a fresh result goes although an old one is there',
    find: '    if (this.#isFull) this.#dropOld();\n',
    replace: '',
    caughtBy: 'an old result goes before a fresh one',
  },
  {
    change: 'one more than the bound',
    find: 'this.#entries.size >= this.options.maxEntries',
    replace: 'this.#entries.size > this.options.maxEntries',
    caughtBy: 'the least recently set goes',
  },
];

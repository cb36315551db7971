// Wrong fixes, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

const CHECK = 'if (structure !== this.#structures.length) {';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'only the previous structure is refused when it arrives again',
    find: CHECK,
    replace:
      "if (typeof structure !== 'number' || structure === this.#structures.length - 1 || structure > this.#structures.length) {",
    caughtBy: 'also the first one again, after others',
  },
  {
    change: 'a structure that arrives twice is ignored',
    find: CHECK,
    replace:
      "if (typeof structure === 'number' && this.#structures[structure] !== undefined) return undefined;\n    if (structure !== this.#structures.length) {",
    caughtBy: 'a structure that is announced twice is refused',
  },
  {
    change: 'it is refused after the table was changed',
    find: CHECK,
    replace:
      'if (structure !== this.#structures.length) {\n      if (areStrings(names)) this.#structures.push(names);',
    caughtBy: 'after a refusal the table is unchanged',
  },
  {
    change: 'a structure over the limit has the wrong code',
    find: 'throw exhausted(`more than ${maxStructures} structures`)',
    replace: 'throw invalid(`more than ${maxStructures} structures`)',
    caughtBy: 'a structure over the limit is RESOURCE_EXHAUSTED',
  },
];

// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the chosen one loses its own weight, not the sum',
    find: 'largest - sum',
    replace: 'largest - chosen.weight',
    caughtBy: 'weights 5, 1 and 1',
  },
  {
    change: 'a server that is gone keeps its counter',
    find: 'const counters = new Map<string, number>(); // without the servers that are gone',
    replace: 'const counters = new Map(this.#counters);',
    caughtBy: 'a server that comes back starts at 0',
  },
  {
    change: 'among equals, the last one is chosen',
    find: 'counter > largest',
    replace: 'counter >= largest',
    caughtBy: 'equal weights take turns, in the order of the list',
  },
  {
    change: 'the counters grow after the choice',
    find: 'if (counter > largest) {',
    replace: 'if (counter - candidate.weight > largest) {',
    caughtBy: 'weights 5, 1 and 1',
  },
  {
    change: 'all start at 0 when a server leaves or joins',
    find: '(this.#counters.get(candidate.key) ?? 0)',
    replace:
      '(this.#counters.size === candidates.length ? (this.#counters.get(candidate.key) ?? 0) : 0)',
    caughtBy: 'the heavy server is ejected half-way',
  },
  {
    change: 'a turn without candidates changes nothing',
    find: '    this.#counters = counters;',
    replace: '    if (chosen !== undefined) this.#counters = counters;',
    caughtBy: 'after an empty list, all servers start at 0',
  },
  {
    change: 'weights are rounded down',
    find: '?? 0) + candidate.weight;',
    replace: '?? 0) + Math.floor(candidate.weight);',
    caughtBy: 'weights below 1',
  },
  {
    change: 'a server whose weight changes starts at 0',
    find: '(this.#counters.get(candidate.key) ?? 0) + candidate.weight;\n',
    replace:
      '((((this as unknown as { w?: Map<string, number> }).w ??= new Map<string, number>()).get(candidate.key) === candidate.weight ? this.#counters.get(candidate.key) : 0) ?? 0) + candidate.weight;\n      ((this as unknown as { w?: Map<string, number> }).w ??= new Map<string, number>()).set(candidate.key, candidate.weight);\n',
    caughtBy: 'the server whose weight changes keeps its counter, too',
  },
  {
    change: 'a list of one server leaves the counters as they are',
    find: '    let sum = 0;\n',
    replace: '    if (candidates.length === 1) return candidates[0];\n    let sum = 0;\n',
    caughtBy: 'when one server is left, the counters of the others are dropped',
  },
];

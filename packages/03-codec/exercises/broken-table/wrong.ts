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
    change: 'a structure with wrong names is announced, too',
    find: "if (!areStrings(names)) throw invalid('a name is not a string');",
    replace:
      'if (!areStrings(names) || new Set(names).size < names.length) {\n' +
      '      this.#structures.push(names as string[]);\n' +
      "      throw invalid('a name is wrong');\n" +
      '    }',
    caughtBy: 'after a refusal because of its names',
  },
  {
    change: 'a row that arrives twice is one object',
    find: "    if (kind === 'r') return this.#row(rest);",
    replace:
      '    const own = this as { rows?: Map<string, JsonObject> };\n' +
      '    own.rows ??= new Map();\n' +
      "    if (kind === 'r') {\n" +
      '      const object = own.rows.get(message) ?? this.#row(rest);\n' +
      '      own.rows.set(message, object);\n' +
      '      return object;\n' +
      '    }',
    caughtBy: 'the two objects are not the same one',
  },
  {
    change: 'all decoders share one table',
    find: '  readonly #structures: (readonly string[])[] = [];\n',
    replace:
      '  static shared: (readonly string[])[];\n' +
      '  readonly #fresh = (NegotiatedDecoder.shared = []);\n' +
      '  get #structures() { return NegotiatedDecoder.shared; }\n',
    caughtBy: 'two decoders have a table each',
  },
  {
    change: 'the members are assigned one by one',
    find: 'return Object.fromEntries(names.map((name, i) => [name, values[i] ?? null]));',
    replace:
      'const object: { [name: string]: Json } = {};\n' +
      '    for (const [i, name] of names.entries()) object[name] = values[i] ?? null;\n' +
      '    return object;',
    caughtBy: 'a name that is special in JavaScript',
  },
  {
    change: 'a structure over the limit has the wrong code',
    find: 'throw exhausted(`more than ${maxStructures} structures`)',
    replace: 'throw invalid(`more than ${maxStructures} structures`)',
    caughtBy: 'a structure over the limit is RESOURCE_EXHAUSTED',
  },
];

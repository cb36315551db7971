// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a watch that fires during a reading is ignored',
    find: '    this.#isOutdated = true;\n',
    replace: '    if (this.#isReading) return;\n',
    caughtBy: 'a server comes while the names are read',
  },
  {
    change: 'a watch that fires during a reading begins a second one',
    find: 'if (!this.#isReading) this.start()',
    replace: 'this.start()',
    caughtBy: 'there are never two readings at once',
  },
  {
    change: 'the watch is set once',
    find: 'this.tree.childrenAndWatch(this.#onWatch)',
    replace:
      'this.tree.childrenAndWatch(this.#servers.size === 0 ? this.#onWatch : () => undefined)',
    caughtBy: 'every later change is seen as well',
  },
  {
    change: 'a node that is gone ends the reading',
    find: "if ((error as { code?: unknown }).code === 'NO_NODE') return undefined;",
    replace: '',
    caughtBy: 'a server that is gone when its data is read',
  },
  {
    change: 'any error means that the node is gone',
    find: "if ((error as { code?: unknown }).code === 'NO_NODE') return undefined;\n      throw error;",
    replace: 'return undefined;',
    caughtBy: 'with another error, start rejects',
  },
  {
    change: 'a server without data is reported as added',
    find: 'if (data === undefined) continue;',
    replace:
      "if (data === undefined) added.push([name, '']);\n      if (data === undefined) continue;",
    caughtBy: 'a server that is gone when its data is read',
  },
  {
    change: 'the list changes after it was reported',
    find: `    this.#servers = servers;
    if (added.length > 0 || removed.length > 0) this.onChange({ added, removed });`,
    replace: `    if (added.length > 0 || removed.length > 0) this.onChange({ added, removed });
    this.#servers = servers;`,
    caughtBy: 'servers has changed when onChange is called',
  },
  {
    change: 'a reading without a change is reported',
    find: 'if (added.length > 0 || removed.length > 0) ',
    replace: '',
    caughtBy: 'an empty tree is no change',
  },
  {
    change: 'the data of every server is read each time',
    find: 'const data = known ?? (await this.#dataOf(name));',
    replace: 'const data = await this.#dataOf(name);',
    caughtBy: 'the data of a known server is not read again',
  },
];

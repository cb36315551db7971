// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'those that are gone are not sorted',
    find: '.filter((name) => !servers.has(name)).sort();',
    replace: '.filter((name) => !servers.has(name)).reverse();',
    caughtBy: 'three leave, sorted by name',
  },
  {
    change: 'one call of onChange for those that are gone, and another for the new ones',
    find: 'if (added.length > 0 || removed.length > 0) this.onChange({ added, removed });',
    replace:
      'if (removed.length > 0) this.onChange({ added: [], removed });\n' +
      '    if (added.length > 0) this.onChange({ added, removed: [] });',
    caughtBy: 'one leaves and one joins',
  },
  {
    change: 'empty data counts as none',
    find: 'if (data === undefined) continue;',
    replace: 'if (!data) continue;',
    caughtBy: 'data that is an empty string',
  },
  {
    change: 'a node that is gone empties the list',
    find: 'if (data === undefined) continue;',
    replace: 'if (data === undefined) { servers.clear(); break; }',
    caughtBy: 'the same in a later read',
  },
  {
    change: 'a watch that fires during a read is ignored',
    find: '    this.#isOutdated = true;\n',
    replace: '    if (this.#isReading) return;\n',
    caughtBy: 'a server joins while the names are read',
  },
  {
    change: 'a watch that fires during a read starts a second one',
    find: 'if (!this.#isReading) this.start()',
    replace: 'this.start()',
    caughtBy: 'two reads never run at once',
  },
  {
    change: 'the watch is set only once',
    find: 'this.tree.childrenAndWatch(this.#onWatch)',
    replace:
      'this.tree.childrenAndWatch(this.#servers.size === 0 ? this.#onWatch : () => undefined)',
    caughtBy: 'later changes are seen, too',
  },
  {
    change: 'a node that is gone ends the read',
    find: "if ((error as { code?: unknown }).code === 'NO_NODE') return undefined;",
    replace: '',
    caughtBy: 'a server that is gone when its data is read',
  },
  {
    change: 'any error means that the node is gone',
    find: "if ((error as { code?: unknown }).code === 'NO_NODE') return undefined;\n      throw error;",
    replace: 'return undefined;',
    caughtBy: 'on any other error, start rejects',
  },
  {
    change: 'a server without data is reported as added',
    find: 'if (data === undefined) continue;',
    replace:
      "if (data === undefined) added.push([name, '']);\n      if (data === undefined) continue;",
    caughtBy: 'a server that is gone when its data is read',
  },
  {
    change: 'the list is updated only after the report',
    find: `    this.#servers = servers;
    if (added.length > 0 || removed.length > 0) this.onChange({ added, removed });`,
    replace: `    if (added.length > 0 || removed.length > 0) this.onChange({ added, removed });
    this.#servers = servers;`,
    caughtBy: 'servers has been updated when onChange is called',
  },
  {
    change: 'a read without a change is reported',
    find: 'if (added.length > 0 || removed.length > 0) ',
    replace: '',
    caughtBy: 'an empty tree is not a change',
  },
  {
    change: 'the data of every server is read each time',
    find: 'const data = known ?? (await this.#dataOf(name));',
    replace: 'const data = await this.#dataOf(name);',
    caughtBy: 'the data of a known server is not read again',
  },
];

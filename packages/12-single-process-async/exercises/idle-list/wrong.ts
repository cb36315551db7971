// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a call in flight counts as idle',
    find: '    this.#idleSinceMs.delete(connection);\n    this.#inFlight.set(',
    replace: '    this.#inFlight.set(',
    caughtBy: 'a call in flight is not idle',
  },
  {
    change: 'expire looks at all connections when one has expired',
    find: '    return expired;\n',
    replace:
      '    if (expired.length > 0) this.#idleSinceMs.forEach((sinceMs, each) => this.#idleSinceMs.set(each, sinceMs));\n    return expired;\n',
    caughtBy: 'one connection expires in each millisecond: it looks at few connections',
  },
  {
    change: 'a touch does not move it to the end',
    find: 'if (this.#idleSinceMs.delete(connection)) this.add(connection);',
    replace: 'if (this.#idleSinceMs.has(connection)) this.add(connection);',
    caughtBy: 'a touch restarts its time',
  },
  {
    change: 'the first answer makes it idle, not the last',
    find: 'if (count > 1) this.#inFlight.set(connection, count - 1);\n    else if',
    replace: 'if',
    caughtBy: 'several calls: the last answer counts',
  },
  {
    change: 'it expires a millisecond late',
    find: 'if (this.nowMs() < sinceMs',
    replace: 'if (this.nowMs() <= sinceMs',
    caughtBy: 'a connection expires on time, and only once',
  },
  {
    change: 'an expired connection stays in the list',
    find: '      this.#idleSinceMs.delete(connection);\n',
    replace: '',
    caughtBy: 'a connection expires on time, and only once',
  },
  {
    change: 'a touch makes a connection with a call in flight idle',
    find: 'if (this.#idleSinceMs.delete(connection)) this.add(connection);',
    replace: 'this.#idleSinceMs.delete(connection);\n    this.add(connection);',
    caughtBy: 'a touch while a call is in flight',
  },
  {
    change: 'the loop is told to sleep for a negative time',
    find: 'Math.max(0, sinceMs + this.idleTimeoutMs - this.nowMs())',
    replace: 'sinceMs + this.idleTimeoutMs - this.nowMs()',
    caughtBy: 'never negative',
  },
  {
    change: 'an answer brings a closed connection back',
    find: '    if (count === undefined) return; // it was removed in the meantime\n    if (count > 1)',
    replace: '    if (count === undefined) return this.add(connection);\n    if (count > 1)',
    caughtBy: 'an answer does not bring it back',
  },
  {
    change: 'nextInMs looks at all connections',
    find: `    for (const sinceMs of this.#idleSinceMs.values())
      return Math.max(0, sinceMs + this.idleTimeoutMs - this.nowMs()); // of the first one
    return undefined;
`,
    replace: `    const first = Math.min(...this.#idleSinceMs.values());
    if (first === Infinity) return undefined;
    return Math.max(0, first + this.idleTimeoutMs - this.nowMs());
`,
    caughtBy: 'nothing expires: it looks at few connections',
  },
  {
    change: 'expire does not stop at the first that has not expired',
    find: 'break; // as will the rest',
    replace: 'continue;',
    caughtBy: 'nothing expires: it looks at few connections',
  },
  {
    change: 'a touch searches for the connection',
    find: 'if (this.#idleSinceMs.delete(connection)) this.add(connection);',
    replace: `if (![...this.#idleSinceMs.keys()].includes(connection)) return;
    this.#idleSinceMs.delete(connection);
    this.add(connection);`,
    caughtBy: 'a touch: it looks at few connections',
  },
  {
    change: 'began searches for the connection',
    find: '    this.#idleSinceMs.delete(connection);\n    this.#inFlight.set(',
    replace: `    for (const each of this.#idleSinceMs.keys())
      if (each === connection) this.#idleSinceMs.delete(each);
    this.#inFlight.set(`,
    caughtBy: 'a call on one of many connections: it looks at few connections',
  },
  {
    change: 'nextInMs looks at each connection with a call in flight',
    find: '    for (const sinceMs of this.#idleSinceMs.values())\n',
    replace: `    for (const busy of this.#inFlight.keys()) if (this.#idleSinceMs.has(busy)) break;
    for (const sinceMs of this.#idleSinceMs.values())
`,
    caughtBy: 'calls on all connections but one: it looks at few connections',
  },
  {
    change: 'remove searches for the connection',
    find: '    this.#idleSinceMs.delete(connection);\n    this.#inFlight.delete(connection);\n',
    replace: `    for (const each of this.#idleSinceMs.keys())
      if (each === connection) this.#idleSinceMs.delete(each);
    this.#inFlight.delete(connection);
`,
    caughtBy: 'connections that close: it looks at few connections',
  },
  {
    change: 'the calls of a closed connection are kept for the next one with its descriptor',
    find: `    this.#idleSinceMs.delete(connection);
    this.#inFlight.delete(connection);
  }`,
    replace: `    this.#idleSinceMs.delete(connection);
    if (this.#inFlight.has(connection)) this.#inFlight.set(connection, Infinity);
  }`,
    caughtBy: 'a new connection is the same value, such as a descriptor',
  },
  {
    change: 'a call on a connection that is late begins in vain',
    find: '  began(connection: C): void {\n',
    replace: `  began(connection: C): void {
    if (this.nextInMs === 0) return;
`,
    caughtBy: 'a call that begins when it is late, and before expire',
  },
];

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
];

// Wrong fixes, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

const WAITS = 'this.now() >= record.ejectedUntilMs && record.probe === undefined';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a probe that takes more than a second is given up',
    find: WAITS,
    replace:
      'this.now() >= record.ejectedUntilMs + (record.probe === undefined ? 0 : this.#options.ejectMs)',
    caughtBy: 'a probe may take any time',
  },
  {
    change: 'a probe is given up after fifty other calls',
    find: WAITS,
    replace:
      'this.now() >= record.ejectedUntilMs && this.#calls - (record.probe ?? -Infinity) > 50',
    caughtBy: 'a server that hangs for a minute gets a probe for each ejection',
  },
  {
    change: 'an ejected server is never probed',
    find: WAITS,
    replace: 'false',
    caughtBy: 'an ejected server gets no call for a second, and then one',
  },
  {
    change: 'a cancelled probe keeps its place',
    find: 'if (record !== undefined && (call ?? record.probe) === record.probe) record.probe = undefined;',
    replace: 'void [record, call];',
    caughtBy: 'a cancelled probe gives its place to the next call',
  },
  {
    change: 'any call that is cancelled gives the place of the probe away',
    find: 'if (record !== undefined && (call ?? record.probe) === record.probe) record.probe = undefined;',
    replace: 'if (record !== undefined && call !== -1) record.probe = undefined;',
    caughtBy: 'another call that is cancelled does not',
  },
];

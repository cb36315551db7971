// Wrong fixes, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

const WAITS = 'this.now() >= record.ejectedUntilMs && record.probe === undefined';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a probe that takes more than a second no longer counts',
    find: WAITS,
    replace:
      'this.now() >= record.ejectedUntilMs + (record.probe === undefined ? 0 : this.#options.ejectMs)',
    caughtBy: 'a probe may take any amount of time',
  },
  {
    change: 'a probe no longer counts after fifty other calls',
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
    change: 'a cancelled probe still counts',
    find: 'if (record !== undefined && (call ?? record.probe) === record.probe) record.probe = undefined;',
    replace: 'void [record, call];',
    caughtBy: 'after a cancelled probe the next call is the probe',
  },
  {
    change: 'any cancelled call frees the place of the probe',
    find: 'if (record !== undefined && (call ?? record.probe) === record.probe) record.probe = undefined;',
    replace: 'if (record !== undefined && call !== -1) record.probe = undefined;',
    caughtBy: 'cancelling another call does not change the probe',
  },
];

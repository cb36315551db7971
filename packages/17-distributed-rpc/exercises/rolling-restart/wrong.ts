// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'it does not wait until clients have noticed',
    find: '  await fleet.noticed(name); // until then clients send it new calls\n',
    replace: '',
    caughtBy: 'the new server is left, and the old one is gone',
  },
  {
    change: 'the old one is stopped before the new one starts',
    find: `    if (!(await startsWell(fleet))) return { replaced, failedAt: name };
    await stop(fleet, name);`,
    replace: `    await stop(fleet, name);
    if (!(await startsWell(fleet))) return { replaced, failedAt: name };`,
    caughtBy: 'a server works at every moment',
  },
  {
    change: 'it does not wait for calls in flight',
    find: '  await fleet.drained(name);\n',
    replace: '',
    caughtBy: 'no call is lost',
  },
  {
    change: 'it drains while clients are still calling',
    find: `  await fleet.noticed(name); // until then clients send it new calls
  await fleet.drained(name);`,
    replace: `  await fleet.drained(name);
  await fleet.noticed(name);`,
    caughtBy: 'no call is lost',
  },
  {
    change: 'a listed server counts as working',
    find: '    await fleet.ping(name);\n',
    replace: '',
    caughtBy: 'a server works at every moment',
  },
  {
    change: 'it leaves the registry last, as in the booklet',
    find: `  await fleet.leave(name);
  await fleet.noticed(name); // until then clients send it new calls
  await fleet.drained(name);
  await fleet.kill(name);`,
    replace: `  await fleet.drained(name);
  await fleet.kill(name);
  await fleet.leave(name);
  await fleet.noticed(name);`,
    caughtBy: 'no call is lost',
  },
  {
    change: 'a broken server is killed at once',
    find: 'await stop(fleet, name); // clients may have found it',
    replace: 'await fleet.kill(name);',
    caughtBy: 'new-2 is not listed in time: the old servers that are left serve',
  },
  {
    change: 'a broken server is left where it is',
    find: '    await stop(fleet, name); // clients may have found it\n',
    replace: '',
    caughtBy: 'new-2 is not listed in time: the old servers that are left serve',
  },
  {
    change: 'it continues with the next one after a failure',
    find: 'return { replaced, failedAt: name };',
    replace: 'continue;',
    caughtBy: 'new-2 does not start: the old servers that are left serve',
  },
];

import { isLoopback, isWildcard } from './advertised';

test.each(['0.0.0.0', '::', '0', '0.0', '000.0.0.0', '0:0:0:0:0:0:0:0', '::0', '::ffff:0.0.0.0'])(
  '%s is every address of a machine',
  (host) => {
    expect([isWildcard(host), isLoopback(host)]).toEqual([true, false]);
  },
);

test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost', '::ffff:127.0.0.1'])(
  '%s is each machine itself',
  (host) => {
    expect([isWildcard(host), isLoopback(host)]).toEqual([false, true]);
  },
);

test.each(['10.0.0.1', 'a.test', '0.a', '0.0.0.1', 'fe80::1', '', '2130706433'])(
  '%j is an address like others',
  (host) => {
    expect([isWildcard(host), isLoopback(host)]).toEqual([false, false]);
  },
);

// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the parent keeps its copy of the connection',
    find: "  system.close(client); // the parent's copy\n",
    replace: '',
    caughtBy: 'the parent closes its copy of the connection',
  },
  {
    change: 'the child keeps the listening socket',
    find: "    for (const fd of parentOnly) system.close(fd); // the child's copies\n",
    replace: '',
    caughtBy: 'while it serves, only the connection is open',
  },
  {
    change: 'the child closes the listening socket after it has served',
    find: `    for (const fd of parentOnly) system.close(fd); // the child's copies
    system.serve(client);`,
    replace: `    system.serve(client);
    for (const fd of parentOnly) system.close(fd);`,
    caughtBy: 'while it serves, only the connection is open',
  },
  {
    change: 'the parent closes the listening socket',
    find: "  system.close(client); // the parent's copy",
    replace: '  for (const fd of [...parentOnly, client]) system.close(fd);',
    caughtBy: 'the parent closes its copy of the connection',
  },
  {
    change: 'the child returns when its client has left',
    find: 'system._exit(serveInChild(system, parentOnly, client));',
    replace: 'return void serveInChild(system, parentOnly, client);',
    caughtBy: 'the child serves, and does not return',
  },
  {
    change: 'the child closes only one socket',
    find: 'for (const fd of parentOnly) system.close(fd);',
    replace: 'for (const fd of parentOnly.slice(0, 1)) system.close(fd);',
    caughtBy: 'it closes all the parent’s sockets',
  },
  {
    change: 'an exception carries the child into the parent’s loop',
    find: '    return 1; // no exception',
    replace: "    throw new Error('failed'); // no exception",
    caughtBy: 'a method has a bug',
  },
  {
    change: 'the exit code does not show the failure',
    find: 'return 1;',
    replace: 'return 0;',
    caughtBy: 'a method has a bug',
  },
  {
    change: 'a fork that fails ends the server',
    find: 'tryToRefuse(system, client); //',
    replace: "throw new Error('no process left'); //",
    caughtBy: 'fork throws EAGAIN: the client is refused',
  },
  {
    change: 'a client without a child is closed without an answer',
    find: '    tryToRefuse(system, client); // it is still open, and only here\n',
    replace: '',
    caughtBy: 'fork throws EAGAIN: the client is refused',
  },
  {
    change: 'the connection of a client without a child stays open',
    find: 'tryToRefuse(system, client); //',
    replace: 'return tryToRefuse(system, client); //',
    caughtBy: 'fork throws EAGAIN: the connection is closed',
  },
  {
    change: 'a refusal that cannot be sent ends the server',
    find: '  } catch {\n    // the client is gone, so it needs no answer\n  }',
    replace: '  } finally {\n    void 0;\n  }',
    caughtBy: 'the client is gone as well',
  },
  {
    change: 'only EPIPE is expected of a refusal',
    find: '  } catch {\n    // the client is gone, so it needs no answer\n  }',
    replace: `  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }`,
    caughtBy: 'the client has reset the connection',
  },
  {
    change: 'a fork that fails is tried again',
    find: 'tryToRefuse(system, client); //',
    replace:
      'try {\n      pid = system.fork();\n    } catch {}\n    tryToRefuse(system, client); //',
    caughtBy: 'fork is not tried again',
  },
];

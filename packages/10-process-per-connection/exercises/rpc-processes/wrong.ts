// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'the parent keeps the connection open',
    find: '    close(client.fd);',
    replace: '',
    caughtBy: 'only the child holds the connection',
  },
  {
    change: 'no child is reaped before the stop',
    find: '    reap(children); // ten times a second, even if no client connects\n',
    replace: '',
    caughtBy: 'a child that has ended is reaped, even if no other client connects',
  },
  {
    change: 'only one child is reaped, however many have ended',
    find: '    children.delete(ended.pid);',
    replace: '    children.delete(ended.pid);\n    return;',
    caughtBy: 'children that end together are all reaped',
  },
  {
    change: 'the child keeps the listening socket',
    find: '      close(listener); // only the parent accepts\n',
    replace: '',
    caughtBy: 'only the parent holds the listening socket',
  },
  {
    change: 'the parent serves the client itself',
    find: 'const pid = forkChild(); // returns twice',
    replace: 'await serveConnection(client.fd, () => false);\n    const pid = forkChild();',
    caughtBy: 'a second client is answered while the first one stays',
  },
  {
    change: 'the children are not told to stop',
    find: "  for (const pid of children) kill(pid, 'SIGTERM');\n",
    replace: '  void kill;\n',
    caughtBy: 'clients that are idle see the end',
  },
  {
    change: 'the parent exits before its children have',
    find: '  for (reap(children); children.size > 0; reap(children)) sleepOrWake(10);',
    replace: '  void sleepOrWake;',
    caughtBy: 'clients that are idle see the end',
  },
];

// Wrong variants of the solution, each with the case that must catch it.

import type { WrongVariant } from '@bytes-up/testkit';

export const wrong: readonly WrongVariant[] = [
  {
    change: 'a server that exits is not replaced',
    find: 'if (this.#server === server && !signal.aborted) this.#server = start(this.options);',
    replace: 'return;',
    caughtBy: 'a server that is killed is replaced',
  },
  {
    change: 'all servers are restarted when one exits',
    find: '      await endOf(server);\n',
    replace:
      '      await endOf(server);\n' +
      '      for (const each of running) void each.then((one) => one.stop());\n',
    caughtBy: 'a server that is killed is replaced',
  },
  {
    change: 'the pause does not grow',
    find: 'FIRST_PAUSE_MS * 2 ** failures++',
    replace: 'FIRST_PAUSE_MS + 0 * failures++',
    caughtBy: 'a server that keeps crashing',
  },
  {
    change: 'the old server leaves before the new one is registered',
    find: '    const starting = start(this.options);\n    const { registered',
    replace:
      '    await this.#server.then((server) => server.stop());\n' +
      '    const starting = start(this.options);\n    const { registered',
    caughtBy: 'at SIGHUP every server is replaced',
  },
  {
    change: 'the old server stays after the new one is registered',
    find: '    await old.then((server) => server.stop()).catch(() => undefined);\n',
    replace: '    void old;\n',
    caughtBy: 'at SIGHUP every server is replaced',
  },
  {
    change: 'the program exits at once at SIGTERM',
    find: '    stopping.abort();\n',
    replace: '    stopping.abort();\n    process.exit(0);\n',
    caughtBy: 'calls in flight are answered, and nothing is left',
  },
  {
    change: 'a server that is still starting is not stopped',
    find: '  running.add(starting);\n  starting\n    .then(({ address, ended }) => {\n',
    replace: '  starting\n    .then(({ address, ended }) => {\n      running.add(starting);\n',
    caughtBy: 'a stop in the middle of a rolling restart',
  },
  {
    change: 'a missing flag is reported with a stack',
    find: "console.error('which registry? Give --zookeeper HOST:PORT');",
    replace: "console.error(new Error('which registry? Give --zookeeper HOST:PORT'));",
    caughtBy: 'without --zookeeper it does not start',
  },
];

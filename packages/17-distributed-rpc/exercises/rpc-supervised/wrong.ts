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
  {
    change: 'only the first servers have a ready line',
    find: 'console.log(`listening on ${address.host}:${address.port}`);',
    replace:
      'const all = globalThis as { printed?: number };\n' +
      '      all.printed = (all.printed ?? 0) + 1;\n' +
      '      if (all.printed <= 3) console.log(`listening on ${address.host}:${address.port}`);',
    caughtBy: 'a server that is killed is replaced',
  },
  {
    change: 'a restart is told on standard output',
    find: '      // the stop ends it\n',
    replace: "      console.log('restarting');\n",
    caughtBy: 'a server that is killed is replaced',
  },
  {
    change: 'the default is one server',
    find: "servers: { type: 'string', default: '3' }",
    replace: "servers: { type: 'string', default: '1' }",
    caughtBy: 'the ready line of each server',
  },
  {
    change: 'the pause stays long after a server that ran for long',
    find: '> STEADY_MS) failures = 0',
    replace: '> STEADY_MS) failures += 0',
    caughtBy: 'a server that keeps crashing',
  },
  {
    change: 'all servers are replaced at the same time',
    find:
      '  for (const place of places) {\n    if (stopping.signal.aborted) return;\n    try {\n' +
      '      await place.replace();\n    } catch {\n',
    replace:
      '  for (const all of [places]) {\n    if (stopping.signal.aborted) return;\n    try {\n' +
      '      await Promise.all(all.map((place) => place.replace()));\n    } catch {\n',
    caughtBy: 'at SIGHUP every server is replaced',
  },
  {
    change: 'the rolling restart goes on after a server that did not start',
    find: "return console.error('rolling restart aborted: a new server did not start');",
    replace: "console.error('a new server did not start');",
    caughtBy: 'a new server that does not start',
  },
  {
    change: 'a server that does not start ends the program',
    find: "return console.error('rolling restart aborted: a new server did not start');",
    replace: 'process.exit(1);',
    caughtBy: 'a new server that does not start',
  },
  {
    change: 'the old server leaves although the new one did not start',
    find: '    const { registered, ended } = await starting;\n',
    replace:
      '    await starting.catch(async (error: unknown) => {\n' +
      '      await (await this.#server).stop();\n      throw error;\n    });\n' +
      '    const { registered, ended } = await starting;\n',
    caughtBy: 'a new server that does not start',
  },
  {
    change: 'after a failed rolling restart there is no other one',
    find: "return console.error('rolling restart aborted: a new server did not start');",
    replace: 'return new Promise<void>(() => undefined);',
    caughtBy: 'a new server that does not start',
  },
  {
    change: 'the servers stop one after the other',
    find: 'for (const each of running) each.then((started) => started.stop()).catch(() => undefined);',
    replace:
      'void (async () => {\n' +
      '      for (const each of running) await each.then((started) => started.stop());\n    })();',
    caughtBy: 'all servers leave at the same time',
  },
  {
    change: '--leave is ignored',
    find: 'leaveMs: Number(values.leave)',
    replace: 'leaveMs: 500',
    caughtBy: 'all servers leave at the same time',
  },
  {
    change: 'SIGINT is not handled',
    find: "  process.on('SIGINT', stop);\n",
    replace: '',
    caughtBy: 'a stop in the pause before a restart',
  },
];

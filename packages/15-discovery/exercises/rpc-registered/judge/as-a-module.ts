// Stage 5: a program that belongs to the judge imports the learner's file, and starts two
// servers.

import { withServer } from '@bytes-up/conformance';
import { CaseFailed, typescriptCommand, type JudgedCase, type Learner } from '@bytes-up/testkit';
import path from 'node:path';
import { expectNodes, withRegistry } from './registry';

const MODULE = 'Stage 5: as a module';
/** In ms of machine time. */
const PATIENCE_MS = 5_000;

export const asAModule: readonly JudgedCase<object>[] = [
  {
    title: 'importing it starts nothing',
    section: MODULE,
    run: (_exports, learner) =>
      withTwoServers(learner, async (_zookeeper, server) => {
        const [first = ''] = server.log;
        if (first === 'imported') return;
        const given = "import { startRegistered } from './registered'";
        throw new CaseFailed({
          given,
          expected: 'nothing to start',
          came: `"${first}" was printed first`,
        });
      }),
  },
  {
    title: 'two servers in one program, each with its own entry and stop()',
    section: MODULE,
    run: (_exports, learner) =>
      withTwoServers(learner, async (registry, server) => {
        const given = 'startRegistered is called twice';
        await expectNodes(given, registry, 2, 'two nodes');
        await expectLog(`${given}; await registered`, 'registered', server);
        server.signal('SIGTERM');
        const when = `${given}; stop() of the first one`;
        await expectLog(when, 'stopped', server);
        await expectLog(`${when}; its ended`, 'ended', server);
        await expectNodes(when, registry, 1, 'one node, that of the other server');
      }),
  },
];

function withTwoServers(
  learner: Learner,
  use: (
    registry: Parameters<Parameters<typeof withRegistry>[0]>[0],
    server: Parameters<Parameters<typeof withServer>[1]>[1],
  ) => Promise<void>,
): Promise<void> {
  return withRegistry((registry) => {
    const host = path.join(__dirname, 'two-servers.ts');
    const own = path.join(path.dirname(learner.file), 'server.ts');
    const command = typescriptCommand(host, learner.file, own, registry.address);
    return withServer({ ...learner, command }, (_address, server) => use(registry, server));
  });
}

async function expectLog(
  given: string,
  line: string,
  server: Parameters<Parameters<typeof withServer>[1]>[1],
): Promise<void> {
  try {
    await server.logged(new RegExp(`^${line}$`), PATIENCE_MS);
  } catch {
    const came = `nothing in ${PATIENCE_MS / 1000} s`;
    throw new CaseFailed({ given, expected: 'the promise to resolve', came });
  }
}

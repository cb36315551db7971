// Stage 4: at SIGTERM everything stops, and earlier requests are answered.

import { CaseFailed, eventually, groupMembers, type JudgedCase } from '@bytes-up/testkit';
import { expectInTime, withClients } from '@bytes-up/conformance';
import {
  expectKnown,
  printedPorts,
  SERVERS,
  withService,
  withZooKeeper,
  type Service,
} from './service';

const STOP = 'Stage 4: the stop';
/** They keep a server busy until the signal arrives. */
const SLOW_CALLS = [1, 2, 3].map((id) => ({ in: 'pi', params: 10_000_000, id }));
/** In ms of machine time. */
const [STARTS_WITHIN_MS, EXITS_WITHIN_MS] = [5_000, 6_000];

export const theStop: readonly JudgedCase<object>[] = [
  {
    title: 'calls in flight are answered, and nothing is left',
    section: STOP,
    run: (_exports, learner) =>
      withService(learner, ['--leave', '100'], async (service) => {
        const { program } = service;
        await expectKnown('--servers 3', service, SERVERS, '3 servers');
        const [port = 0] = printedPorts(program);
        const given = `a client sends ${SLOW_CALLS.length} calls of pi to one server; SIGTERM`;
        await withClients({ host: '127.0.0.1', port }, 1, async (client) => {
          await client.send(...SLOW_CALLS);
          program.signal('SIGTERM');
          const answers = client.receive(SLOW_CALLS.length);
          await expectInTime(given, `${SLOW_CALLS.length} answers`, answers);
        });
        await expectNothingLeft(given, service);
      }),
  },
  {
    title: 'a stop in the middle of a rolling restart',
    section: STOP,
    run: (_exports, learner) =>
      withService(learner, ['--leave', '100'], async (service) => {
        const { program } = service;
        await expectKnown('--servers 3', service, SERVERS, '3 servers');
        program.signal('SIGHUP');
        // The program, its servers, and a new one, which does not listen yet.
        const isStarting = (): boolean => groupMembers(program.pid).length > 1 + SERVERS;
        await eventually(isStarting, STARTS_WITHIN_MS);
        program.signal('SIGTERM');
        await expectNothingLeft('SIGHUP, and SIGTERM while the new server is starting', service);
      }),
  },
];

async function expectNothingLeft(given: string, service: Service): Promise<void> {
  const { program } = service;
  const exit = await program.exit(EXITS_WITHIN_MS);
  if (exit?.code !== 0) {
    const came =
      exit === undefined ? 'it keeps running' : (exit.signal ?? `exit code ${exit.code}`);
    throw new CaseFailed({ given, expected: 'exit code 0', came });
  }
  const left = groupMembers(program.pid).length;
  if (left > 0)
    throw new CaseFailed({ given, expected: 'no process to be left', came: `${left} are` });
  const nodes = await withZooKeeper(service, (zookeeper) => zookeeper.children('/demo'));
  if (nodes.length === 0) return;
  const came = nodes.join(', ');
  throw new CaseFailed({ given, expected: 'no node to be left in the registry', came });
}

// Stage 1: three servers, each with an entry, and clients call all of them.

import { expectInTime, expectPong, expectUsageError, withClients } from '@bytes-up/conformance';
import { CaseFailed, eventually, type JudgedCase } from '@bytes-up/testkit';
import { expectKnown, printedPorts, SERVERS, withService } from './service';

const SERVICE = 'Stage 1: the service';
/** In ms of machine time. */
const PATIENCE_MS = 8_000;
const GIVEN = `--servers ${SERVERS}`;

export const theService: readonly JudgedCase<object>[] = [
  {
    title: 'the ready line of each server, and each answers a ping',
    section: SERVICE,
    run: (_exports, learner) =>
      withService(learner, [], async ({ program }) => {
        await eventually(() => printedPorts(program).length >= SERVERS, PATIENCE_MS);
        const ports = printedPorts(program);
        const lines = program.stdout.trimEnd().split('\n').length;
        if (new Set(ports).size !== SERVERS || lines !== SERVERS) {
          const expected = `${SERVERS} ready lines with different ports, and no other line`;
          const came = program.stdout.trimEnd().replaceAll('\n', ', ').slice(0, 200);
          throw new CaseFailed({ given: GIVEN, expected, came });
        }
        for (const port of ports)
          await withClients({ host: '127.0.0.1', port }, 1, (client) =>
            expectPong(`a ping to port ${port}`, client),
          );
      }),
  },
  {
    title: 'the course’s client finds all of them, and calls each',
    section: SERVICE,
    run: (_exports, learner) =>
      withService(learner, [], async (service) => {
        const { client } = service;
        const known = await expectKnown(GIVEN, service, SERVERS, `${SERVERS} servers`);
        const called = new Set<string>();
        client.calls.on('attempt', ({ server }) => called.add(server));
        const given = `${2 * SERVERS} pings by the client of chapter 17`;
        for (let n = 0; n < 2 * SERVERS; n++)
          await expectInTime(given, 'an answer', client.call('ping', n));
        const missing = known.filter((key) => !called.has(key));
        if (missing.length === 0) return;
        const came = `none to ${missing.join(', ')}`;
        throw new CaseFailed({ given, expected: 'calls to each server', came });
      }),
  },
  {
    title: 'without --zookeeper it does not start: exit code 2',
    section: SERVICE,
    run: (_exports, { command }) => expectUsageError('no --zookeeper', command),
  },
];

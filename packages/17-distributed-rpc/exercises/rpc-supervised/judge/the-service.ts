// Stage 1: three servers, each with an entry, and clients call all of them.

import { expectInTime, expectPong, expectUsageError, withClients } from '@bytes-up/conformance';
import { CaseFailed, eventually, type JudgedCase } from '@bytes-up/testkit';
import { expectKnown, expectReadyLines, printedPorts, SERVERS, withService } from './service';

const SERVICE = 'Stage 1: the service';
/** In ms of machine time. */
const PATIENCE_MS = 8_000;
const GIVEN = `${SERVERS} servers, the default`;

export const theService: readonly JudgedCase<object>[] = [
  {
    title: 'the ready line of each server, and each answers a ping',
    section: SERVICE,
    run: (_exports, learner) =>
      withService(learner, [], async (service) => {
        const { program } = service;
        await eventually(() => printedPorts(program).length >= SERVERS, PATIENCE_MS);
        expectReadyLines(GIVEN, service, SERVERS);
        for (const port of printedPorts(program))
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

// Stage 6: another program imports the learner's file, and calls `serve` with its own
// source.

import path from 'node:path';
import { expectEnd, expectPong, withClients, withServer } from '@bytes-up/conformance';
import {
  CaseFailed,
  TestClient,
  typescriptCommand,
  type JudgedCase,
  type Learner,
  type ServerProcess,
} from '@bytes-up/testkit';

const MODULE = 'Stage 6: as a module';
const SERVE = 'serve(source, stopped)';
/** In ms of machine time. */
const IMPORTED_WITHIN_MS = 3_000;
const ENDS_WITHIN_MS = 3_000;
const MOST_TRIES = 5;

export const asAModule: readonly JudgedCase<object>[] = [
  {
    title: 'importing it does not start a server',
    section: MODULE,
    run: (_exports, learner) =>
      withServer(imported(learner), async (_address, server) => {
        await server.printed(/^imported$/, IMPORTED_WITHIN_MS).catch(() => undefined);
        const [, second = ''] = server.stdout.split('\n');
        if (second === 'imported') return;
        const came = second === '' ? 'the import does not end' : `it prints "${second}"`;
        const given = "import { serve } from './epoll'";
        throw new CaseFailed({ given, expected: 'nothing to happen', came });
      }),
  },
  {
    title: 'serve takes connections from any source, and resolves when it is stopped',
    section: MODULE,
    run: (_exports, learner) =>
      withServer(imported(learner), (address, server) =>
        withClients(address, 2, async (...clients) => {
          for (const client of clients)
            await expectPong(`${SERVE}; each of 2 clients pings`, client);
          server.signal('SIGTERM');
          const given = `${SERVE}; stopped() returns true`;
          for (const client of clients) await expectEnd(`${given}; the clients`, client);
          for (const client of clients) client.close();
          await expectEnded(given, server);
        }),
      ),
  },
  {
    title: 'after the stop the source is not watched, even if another process has a copy',
    section: MODULE,
    run: async (_exports, learner) => {
      for (let tries = 0; tries < MOST_TRIES; tries++) if (await connectAfterStop(learner)) return;
    },
  },
];

/** The judge's program around the learner's file. */
function imported(learner: Learner): Learner {
  const host = path.join(__dirname, 'serve-from-source.ts');
  return { ...learner, command: typescriptCommand(host, learner.file) };
}

/**
 * The judge's program has a copy of the listening socket. So a client that connects after
 * the stop gets into the backlog, and a loop that still watches the socket notices it.
 * @returns false if this process was too late, and the server had already ended
 */
function connectAfterStop(learner: Learner): Promise<boolean> {
  let wasInTime = false;
  return withServer(imported(learner), (address, server) =>
    withClients(address, 1, async (client) => {
      await expectPong(`${SERVE}; a client pings`, client);
      server.signal('SIGTERM');
      await expectEnd(`${SERVE}; stopped() returns true; the client`, client);
      // The first client stays, so the loop goes on for as long as it lingers. If it
      // left, a server that is slower than this process would end without another look.
      const late = await TestClient.connect(address).catch(() => undefined);
      await expectEnded(`${SERVE}; stopped; another client connects`, server);
      late?.close();
      wasInTime = late !== undefined;
    }),
  ).then(() => wasInTime);
}

async function expectEnded(given: string, server: ServerProcess): Promise<void> {
  const expected = 'serve to close the source and resolve';
  const exit = await server.exit(ENDS_WITHIN_MS);
  const came = server.log.find((line) => line.startsWith('resolved'));
  if (exit?.code === 0 && came === 'resolved, and the source is closed') return;
  throw new CaseFailed({ given, expected, came: came ?? endOf(exit) });
}

function endOf(exit: { readonly code: number | null } | undefined): string {
  return exit === undefined ? `no end in ${ENDS_WITHIN_MS / 1000} s` : `exit code ${exit.code}`;
}

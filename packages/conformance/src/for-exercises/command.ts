// The first stage of every exercise in which a learner writes a server: the program
// starts, says where it listens, answers a ping, and prints nothing else.

import {
  CaseFailed,
  findCompileError,
  findThrown,
  forkingCommand,
  LaunchError,
  placesIn,
  ServerProcess,
  TestClient,
  type Failure,
  type JudgedCase,
  type Learner,
} from '@bytes-up/testkit';
import { withEnd } from './explain';

const COMMAND = 'Stage 1: the command';
/** How long the ready line may take, in ms of machine time. */
const READY_WITHIN_MS = 5_000;
/** How long a process that is ending may take, in ms of machine time. */
const EXIT_SHOWS_MS = 300;

export const commandCases: readonly JudgedCase<object>[] = [
  {
    title: 'the ready line',
    section: COMMAND,
    run: (_exports, learner) =>
      withServer(learner, async (address, server) => {
        try {
          (await TestClient.connect(address)).close();
        } catch (error) {
          const given = server.stdout.trim();
          const came = `port ${address.port}: ${(error as Error).message}`;
          throw new CaseFailed({ given, expected: 'the port on which it listens', came });
        }
      }),
  },
  {
    title: 'the answer to a ping',
    section: COMMAND,
    run: (_exports, learner) =>
      withServer(learner, async (address) => {
        const client = await TestClient.connect(address);
        try {
          await client.send({ in: 'ping', params: 'hello', id: 1 });
          const [answer] = await client.receive(1);
          const came = JSON.stringify(answer);
          const right = { out: 'pong', result: 'hello', id: 1 };
          if (Object.entries(right).some(([name, value]) => value !== (answer as never)?.[name]))
            throw new CaseFailed({ expected: JSON.stringify(right), came });
        } catch (error) {
          if (error instanceof CaseFailed) throw error;
          const came = (error as Error).message;
          throw new CaseFailed({ given: 'a ping', expected: 'an answer', came });
        } finally {
          client.close();
        }
      }),
  },
  {
    title: 'nothing else on standard output',
    section: COMMAND,
    run: (_exports, learner) =>
      withServer(learner, async (address, server) => {
        const client = await TestClient.connect(address);
        client.close();
        await server.stop();
        const lines = server.stdout.split('\n').filter(Boolean);
        if (lines.length === 1) return;
        throw new CaseFailed({
          expected: 'the ready line alone',
          came: `${lines.length} lines; the second is "${lines[1]?.slice(0, 60)}"`,
        });
      }),
  },
];

/** The flags of every server: it listens on a free port of this machine. */
const FLAGS = ['--host', '127.0.0.1', '--port', '0'];

/**
 * Runs the learner's server for the time of `use`, and stops it.
 * @param flags of the command, besides those that it has
 * @throws CaseFailed, with the exception that the server printed, if there is one
 */
export async function withServer(
  { command: words, file }: Learner,
  use: (address: { host: string; port: number }, server: ServerProcess) => Promise<void>,
  flags: readonly string[] = FLAGS,
): Promise<void> {
  const server = new ServerProcess([...words, ...flags]);
  try {
    await use(await server.ready(READY_WITHIN_MS), server);
  } catch (error) {
    // A client sees the end of a connection before the end of the process.
    await server.exit(EXIT_SHOWS_MS);
    const exit = server.endedByItself;
    await server.stop(); // then all that it printed has come
    if (error instanceof LaunchError) throw new CaseFailed(notReady(error, server.stderr, file));
    const failure =
      error instanceof CaseFailed
        ? error.failure
        : { expected: 'a server that goes on', came: (error as Error).message };
    throw new CaseFailed(withEnd(failure, exit, server.stderr, file));
  } finally {
    await server.stop();
  }
}

/**
 * The same cases for a server that forks, whose program then starts once and not twice.
 * That it also starts without the flags is shown by `commandCases`.
 */
export function withForkFlags<Exports>(
  cases: readonly JudgedCase<Exports>[],
): readonly JudgedCase<Exports>[] {
  return cases.map((one) => ({
    ...one,
    run: (exports, learner) =>
      one.run(exports, { ...learner, command: forkingCommand(learner.file) }),
  }));
}

/** What it threw, and where. */
function notReady({ message }: LaunchError, printed: string, file: string): Failure {
  const expected = 'the line "listening on 127.0.0.1:PORT"';
  const wrong = findCompileError(printed, file);
  if (wrong !== undefined)
    return { expected, came: `it does not compile: ${wrong.complaint}`, at: wrong.at };
  const [why = ''] = message.split('\n', 1);
  const came = /, but (.+?)(?:; standard error: .*)?$/.exec(why)?.[1] ?? why;
  const at = placesIn(printed, file);
  return { expected, came: findThrown(printed) ?? came, ...(at !== undefined && { at }) };
}

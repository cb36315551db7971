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
import { expectInTime } from './clients';
import { withEnd } from './explain';

const COMMAND = 'Stage 1: the command';
/** How long the ready line may take, in ms of machine time. */
const READY_WITHIN_MS = 5_000;
/** How long a process that is ending may take, in ms of machine time. */
const EXIT_SHOWS_MS = 300;

/** What the program is tried for, in this order, and the title of the case for it. */
const STEPS = [
  'the ready line',
  'the answer to a ping',
  'it listens on this address, and on no other',
  'nothing else on standard output',
] as const;
type Step = (typeof STEPS)[number];

export const commandCases: readonly JudgedCase<object>[] = STEPS.map((title) => ({
  title,
  section: COMMAND,
  run: async (_exports, learner) => {
    const failed = await tryOnce(learner);
    if (failed !== undefined && STEPS.indexOf(failed.step) <= STEPS.indexOf(title))
      throw failed.error;
  },
}));

interface Failed {
  readonly step: Step;
  readonly error: unknown;
}

/** By the command: one start of the program is enough for all three cases. */
const tried = new Map<string, Promise<Failed | undefined>>();

function tryOnce(learner: Learner): Promise<Failed | undefined> {
  const command = learner.command.join(' ');
  const trial = tried.get(command) ?? tryCommand(learner);
  tried.set(command, trial);
  return trial;
}

/** @returns where it failed, and with what; undefined if it did not */
async function tryCommand(learner: Learner): Promise<Failed | undefined> {
  let step: Step = 'the ready line';
  try {
    await withServer(learner, async (address, server) => {
      const client = await connectTo(address, server);
      step = 'the answer to a ping';
      await expectAnswer(client).finally(() => client.close());
      step = 'it listens on this address, and on no other';
      await expectNoOther(address.port);
      step = 'nothing else on standard output';
      await server.stop();
      expectOneLine(server.stdout);
    });
    return undefined;
  } catch (error) {
    return { step, error };
  }
}

async function connectTo(
  address: { host: string; port: number },
  { stdout }: ServerProcess,
): Promise<TestClient> {
  try {
    return await TestClient.connect(address);
  } catch (error) {
    const came = `port ${address.port}: ${(error as Error).message}`;
    throw new CaseFailed({ given: stdout.trim(), expected: 'the port on which it listens', came });
  }
}

async function expectAnswer(client: TestClient): Promise<void> {
  const call = client.call({ in: 'ping', params: 'hello', id: 1 });
  const answer = await expectInTime('a ping', 'an answer', call);
  const right = { out: 'pong', result: 'hello', id: 1 };
  if (Object.entries(right).every(([name, value]) => value === (answer as never)?.[name])) return;
  throw new CaseFailed({ expected: JSON.stringify(right), came: JSON.stringify(answer) });
}

/** On Linux all of 127.0.0.0/8 is this machine, so another address of it is at hand. */
const OTHER_ADDRESS = '127.0.0.2';

/** A server that listens on all addresses can be reached from other machines. */
async function expectNoOther(port: number): Promise<void> {
  if (process.platform !== 'linux') return;
  let client: TestClient;
  try {
    client = await TestClient.connect({ host: OTHER_ADDRESS, port });
  } catch {
    return; // ECONNREFUSED
  }
  client.close();
  throw new CaseFailed({
    given: FLAGS.join(' '),
    expected: `no connection to ${OTHER_ADDRESS}:${port}`,
    came: 'a connection',
  });
}

function expectOneLine(stdout: string): void {
  const lines = stdout.split('\n').filter(Boolean);
  if (lines.length === 1) return;
  const came = `${lines.length} lines; the second is "${lines[1]?.slice(0, 60)}"`;
  throw new CaseFailed({ expected: 'the ready line alone', came });
}

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

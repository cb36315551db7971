// Judges my/rpc/server.ts, as a program, with cases of the conformance suite. Cases that
// need what the task does not ask for, such as flags or test methods, do not apply.

import {
  allCases,
  DEFAULT_MODEL,
  plan,
  run,
  type PlannedCase,
  type Result,
} from '@bytes-up/conformance';
import {
  CaseFailed,
  defineJudge,
  LaunchError,
  ServerProcess,
  TestClient,
  type CaseOutcome,
  type Failure,
  type JudgedStage,
} from '@bytes-up/testkit';

const COMMAND = 'Stage 1: the command';
const FRAMING = 'Stage 2: framing';
const CALLS = 'Stage 3: bodies and calls';
const STOP = 'Stage 4: the stop';

const MODEL = {
  ...DEFAULT_MODEL,
  name: 'my/rpc',
  limits: { ...DEFAULT_MODEL.limits, graceMs: 2_000 },
};
/** Of the area connection, what the task asks for. */
const HALF_CLOSE = [
  '8.1/half-close',
  '8.1/half-close-thousand',
  '8.2/end-inside-the-body',
  '8.2/complete-ones-before',
  '8.3/reset-inside-a-frame',
];
const PATIENCE_MS = 2_000;
/**
 * Shows whether several clients are served; if not, the cases run one after the other.
 */
const CROWD_CASE = '1.3/idle-first-client';

export const judge = defineJudge<object>({
  caseLimitMs: 40_000,
  stages: [
    {
      title: 'the command',
      names: [],
      cases: [
        {
          title: 'the ready line',
          section: COMMAND,
          run: (_exports, { command }) =>
            withServer(command, async (address, server) => {
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
          run: (_exports, { command }) =>
            withServer(command, async (address) => {
              const client = await TestClient.connect(address);
              try {
                await client.send({ in: 'ping', params: 'hello', id: 1 });
                const [answer] = await client.receive(1);
                const came = JSON.stringify(answer);
                const right = { out: 'pong', result: 'hello', id: 1 };
                if (
                  Object.entries(right).some(([name, value]) => value !== (answer as never)?.[name])
                )
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
          run: (_exports, { command }) =>
            withServer(command, async (address, server) => {
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
      ],
    },
    suite('framing', FRAMING, ['framing'], HALF_CLOSE),
    suite('bodies and calls', CALLS, ['body', 'calls']),
    suite('the stop', STOP, ['shutdown']),
  ],
});

async function withServer(
  command: readonly string[],
  use: (address: { host: string; port: number }, server: ServerProcess) => Promise<void>,
): Promise<void> {
  const server = new ServerProcess([...command, '--host', '127.0.0.1', '--port', '0']);
  try {
    await use(await server.ready(), server);
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    throw new CaseFailed(notReady(error, server.stderr));
  } finally {
    await server.stop();
  }
}

/** What it threw, rather than where. */
function notReady({ message }: LaunchError, printed: string): Failure {
  const expected = 'the line "listening on 127.0.0.1:PORT"';
  const thrown = /^(?:\w*Error|error): .+$/m.exec(printed)?.[0];
  return { expected, came: thrown ?? message.split('\n', 1)[0] ?? '' };
}

/** The cases of these areas that apply to such a server. */
function suite(
  title: string,
  section: string,
  areas: readonly string[],
  ids: readonly string[] = [],
): JudgedStage<object> {
  const subject = { command: [] as readonly string[] };
  const cases = plan(
    allCases().filter(({ area, id }) => areas.includes(area) || ids.includes(id)),
    { model: MODEL, subject },
  ).filter(({ notApplicable }) => notApplicable === undefined);
  return {
    title,
    names: [],
    cases: [],
    together: {
      count: cases.length,
      judge: async ({ command }, report) => {
        for (const result of await runSuite(command, cases)) report(outcomeOf(result, section));
      },
    },
  };
}

async function runSuite(
  command: readonly string[],
  cases: readonly PlannedCase[],
): Promise<readonly Result[]> {
  const [crowd] = plan(
    allCases().filter(({ id }) => id === CROWD_CASE),
    { model: MODEL, subject: { command } },
  );
  return run({ subject: { command }, model: MODEL, cases, patienceMs: PATIENCE_MS, crowd });
}

function outcomeOf({ case: one, story, reason }: Result, section: string): CaseOutcome {
  const title = `${one.id}: ${one.title}`;
  if (story === undefined && reason === undefined) return { title, section, failure: undefined };
  return { title, section, failure: explain(story ?? [], reason ?? '') };
}

/** The report of the suite, as the judge tells failures. */
function explain(story: readonly string[], reason: string): Failure {
  const lines = story.map((line) => line.trim());
  const begins = lines.indexOf('transcript:');
  const told = (label: string): string[] =>
    lines
      .slice(0, begins < 0 ? undefined : begins)
      .flatMap((line) => (line.startsWith(label) ? [line.slice(label.length).trim()] : []));
  const [expected = 'what the clause says', expectedBytes] = told('expected ');
  const [came = reason, cameBytes] = told('came ');
  const sent = lines
    .slice(begins)
    .filter((line) => line.includes(' → '))
    .at(-1);
  // An exception that ended the program is the cause of all that the client saw.
  const printed = lines.slice(lines.indexOf('standard error, last lines:') + 1);
  const thrown = printed.find((line) => /^(?:\w*Error|Error \[\w+\]): /.test(line));
  const given = sent?.replace(/^.* → /, '');
  return {
    ...(given !== undefined && { given }),
    expected,
    came: thrown === undefined ? came : `${came}; your program printed "${thrown}"`,
    ...(expectedBytes !== undefined &&
      cameBytes !== undefined &&
      isHex(expectedBytes) &&
      isHex(cameBytes) && { bytes: { expected: expectedBytes, came: cameBytes } }),
  };
}

function isHex(text: string): boolean {
  return /^[0-9A-Fa-f]{2}( [0-9A-Fa-f]{2})*$/.test(text);
}

// Stage 4: clients that do not read their answers, or read them late.

import {
  expectAsleep,
  expectInTime,
  expectPong,
  expectWholeAnswers,
  withClients,
  withServer,
  type Address,
} from '@bytes-up/conformance';
import {
  CaseFailed,
  frames,
  later,
  type JudgedCase,
  type Learner,
  type TestClient,
} from '@bytes-up/testkit';

const SLOW = 'Stage 4: clients that do not read';
const TEXT = 'x'.repeat(60_000);
const MIB = 1024 * 1024;
/** Far more than the kernel buffers of both sides hold, which is about 20 MiB. */
const FLOOD_BYTES = 64 * MIB;
/** A write that makes no progress for this long has stalled. In ms of machine time. */
const STALLED_MS = 300;

export const slowReaders: readonly JudgedCase<object>[] = [
  {
    title: 'an answer larger than the buffers arrives complete',
    section: SLOW,
    run: (_exports, learner) =>
      withServer(learner, (address, { pid }) =>
        withClients(address, 1, (client) => expectWholeAnswers(client, pid)),
      ),
  },
  {
    title: 'a client that never reads is no longer read from, and does not block the others',
    section: SLOW,
    run: (_exports, learner) =>
      withFlood(learner, async ({ given, other }) => {
        await expectPong(`${given}; client 2 sends a ping`, other);
      }),
  },
  {
    title: 'while its answers are waiting, the process sleeps',
    section: SLOW,
    run: (_exports, learner) =>
      withFlood(learner, ({ given, pid }) => expectAsleep(`${given}; nothing else happens`, pid)),
  },
  {
    title: 'when it reads again, it gets every answer, in order',
    section: SLOW,
    run: (_exports, learner) =>
      withFlood(learner, async ({ given, flooding, sent }) => {
        flooding.socket.resume();
        const when = `${given}; then it reads`;
        const answers = await expectInTime(when, `${sent} answers`, flooding.receive(sent));
        const ids = answers.map((answer) => (answer as { id?: unknown }).id);
        const wrong = ids.findIndex((id, at) => id !== at);
        if (wrong < 0) return;
        const came = `answer ${wrong} has the id ${String(ids[wrong])}`;
        throw new CaseFailed({ given: when, expected: 'the ids 0, 1, 2 …', came });
      }),
  },
];

interface Flood {
  readonly given: string;
  readonly pid: number;
  /** Has sent calls until the kernel accepted no more, and does not read. */
  readonly flooding: TestClient;
  readonly sent: number;
  readonly other: TestClient;
}

function withFlood(learner: Learner, use: (flood: Flood) => Promise<void>): Promise<void> {
  return withServer(learner, (address: Address, { pid }) =>
    withClients(address, 2, async (...[flooding, other]) => {
      const given = 'client 1 sends pings of 60,000 characters and does not read';
      await expectPong('client 2 sends a ping', other!);
      const sent = await flood(given, flooding!);
      await use({ given, pid, flooding: flooding!, sent, other: other! });
    }),
  );
}

/** @returns how many calls were sent, of which the last one is stalled */
async function flood(given: string, client: TestClient): Promise<number> {
  client.socket.pause();
  for (let id = 0, bytes = 0; bytes < FLOOD_BYTES; id++) {
    const call = frames({ in: 'ping', params: TEXT, id });
    bytes += call.length;
    const taken = new Promise<true>((resolve) => client.socket.write(call, () => resolve(true)));
    if ((await Promise.race([taken, later(STALLED_MS)])) === undefined) return id + 1;
  }
  const came = `it has accepted ${FLOOD_BYTES / MIB} MiB`;
  throw new CaseFailed({ given, expected: 'the server to stop reading', came });
}

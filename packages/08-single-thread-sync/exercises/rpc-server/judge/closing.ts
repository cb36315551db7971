// Stage 4, beside the suite: a server that closes its connections at the stop reads what
// still comes. The suite looks at that after a length over the limit.

import { withServer } from '@bytes-up/conformance';
import { CaseFailed, later, TestClient, type JudgedCase } from '@bytes-up/testkit';

const MIB = 1024 * 1024;
const PIECE = Buffer.alloc(MIB, 'x');
const SENT_MIB = 16;
/** More than the kernel takes for a server that does not read (about 4 MiB on Linux). */
const READ_MIB = 6;
/** A busy machine may read less within the second after which the server may close. */
const ATTEMPTS = 5;
/** A server that closes sooner has not waited for the second. In milliseconds. */
const EARLY_MS = 500;
/** How long the end or a write may take, in ms of machine time. */
const PATIENCE_MS = 4_000;

export const afterTheSignal: JudgedCase<object> = {
  title: 'what a client still sends after the signal is read and discarded',
  section: 'Stage 4: the stop',
  run: async (_exports, learner) => {
    let takenMib = 0;
    for (let attempt = 0; attempt < ATTEMPTS && takenMib <= READ_MIB; attempt++)
      await withServer(learner, async (address, server) => {
        const client = await TestClient.connect(address);
        try {
          await client.call({ in: 'ping', id: 1 });
          server.signal('SIGTERM');
          // Other cases say so if the end does not come.
          const ends = client.end().then(() => true);
          takenMib = (await inTime(ends)) ? await sendMore(client) : SENT_MIB;
        } finally {
          client.close();
        }
      });
    if (takenMib > READ_MIB) return;
    const given = `a client that is connected and idle, SIGTERM; after the end of the stream, the client sends ${SENT_MIB} MiB`;
    const expected = 'the server to read and discard it for a second';
    const came = `the server read nothing: the kernel accepted only ${takenMib} MiB`;
    throw new CaseFailed({ given, expected, came });
  },
};

/**
 * @returns how many MiB the kernel accepted before the server closed. A server that
 *   closed early is judged by other cases.
 */
async function sendMore({ socket }: TestClient): Promise<number> {
  const beganAtMs = performance.now();
  for (let sent = 0; sent < SENT_MIB; sent++) {
    const taken = new Promise<boolean>((resolve) => {
      socket.write(PIECE, (error) => resolve(error === undefined || error === null));
    });
    if (!(await inTime(taken))) return performance.now() - beganAtMs < EARLY_MS ? SENT_MIB : sent;
  }
  return SENT_MIB;
}

async function inTime(promise: Promise<boolean>): Promise<boolean> {
  return Promise.race([promise, later(PATIENCE_MS).then(() => false)]);
}

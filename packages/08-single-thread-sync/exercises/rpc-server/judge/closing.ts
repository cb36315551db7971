// Stages 2 and 4, beside the suite: a server that closes a connection reads what still
// comes. The suite's clients send so little then that the kernel's buffers hold it all.

import { withServer } from '@bytes-up/conformance';
import { CaseFailed, lengthOf, later, TestClient, type JudgedCase } from '@bytes-up/testkit';

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

export const afterTheLimit = discards(
  'Stage 2: framing',
  'what a client still sends after a length over the limit is read and discarded',
  'a length over the limit',
  (client) => client.socket.write(lengthOf(0xffff_ffff)),
);

export const afterTheSignal = discards(
  'Stage 4: the stop',
  'what a client still sends after the signal is read and discarded',
  'a client that is connected and idle, SIGTERM',
  (_client, server) => server.signal('SIGTERM'),
);

/** @param close makes the server close the connection */
function discards(
  section: string,
  title: string,
  before: string,
  close: (client: TestClient, server: { signal(name: NodeJS.Signals): void }) => void,
): JudgedCase<object> {
  const given = `${before}; after the end of the stream, the client sends ${SENT_MIB} MiB`;
  return {
    title,
    section,
    run: async (_exports, learner) => {
      let takenMib = 0;
      for (let attempt = 0; attempt < ATTEMPTS && takenMib <= READ_MIB; attempt++)
        await withServer(learner, async (address, server) => {
          const client = await TestClient.connect(address);
          try {
            await client.call({ in: 'ping', id: 1 });
            close(client, server);
            // Other cases say so if the end does not come.
            const ends = client.end().then(() => true);
            takenMib = (await inTime(ends)) ? await sendMore(client) : SENT_MIB;
          } finally {
            client.close();
          }
        });
      if (takenMib > READ_MIB) return;
      const expected = 'the server to read and discard it for a second';
      const came = `the server read nothing: the kernel accepted only ${takenMib} MiB`;
      throw new CaseFailed({ given, expected, came });
    },
  };
}

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

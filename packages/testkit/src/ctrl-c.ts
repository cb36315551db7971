// ctrl-C in the worst moment: a server is sending answers, and more of the client's requests wait in the kernel.

import { eventually } from './eventually';
import type { Response } from '@bytes-up/protocol';
import { TestClient } from './client';
import type { ServerFixture } from './server-fixture';

const WITHIN_MS = 60_000;
const BLOB_BYTES = 4_000_000;
/** More than two kernels hold: the server blocks in send until the client reads. */
export const BLOBS = 8;

/**
 * Has the server that was started last, with `--test-methods`, block in sending the answers to calls with the ids 0, 1, …; then
 * sends one more call, with the id `unread`, and interrupts the server's process group as a terminal does. The client reads on
 * when the server no longer accepts.
 * @returns all answers
 */
export async function ctrlCWhileItSends(fixture: ServerFixture): Promise<readonly Response[]> {
  const client = await fixture.served();
  await client.send(
    ...Array.from({ length: BLOBS }, (_, id) => ({
      in: 'blob',
      params: { bytes: BLOB_BYTES },
      id,
    })),
  );
  await client.receive(2); // the ping's, and the first one: it has read all of them
  client.socket.pause();
  await client.send({ in: 'ping', id: 'unread' });
  fixture.server.process.killGroup('SIGINT');
  if (!(await eventually(() => isRefused(fixture), WITHIN_MS))) throw new Error('it still accepts');
  client.socket.resume();
  return (await client.end()).slice(1);
}

async function isRefused(fixture: ServerFixture): Promise<boolean> {
  try {
    (await TestClient.connect(fixture.server.address)).close();
    return false;
  } catch {
    return true;
  }
}

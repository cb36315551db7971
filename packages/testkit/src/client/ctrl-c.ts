// ctrl-C at the worst moment: the server is sending answers, and more requests of the
// client wait in the kernel.

import type { Response } from '@bytes-up/protocol';
import { until } from '../waiting/eventually';
import type { ServerFixture } from './server-fixture';
import { TestClient } from './test-client';

const BLOB_BYTES = 4_000_000;
/** More than two kernels hold: the server blocks in send until the client reads. */
export const BLOBS = 8;

/**
 * The server that was started last, with `--test-methods`, blocks in sending the answers
 * to calls with the ids 0, 1, …. The client then sends one more call, with the id
 * `unread`, and the server's process group gets SIGINT, as from a terminal. The client
 * reads on when the server no longer accepts connections.
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
  // the ping's, and the first one: the server has read all of them
  await client.receive(2);
  client.socket.pause();
  await client.send({ in: 'ping', id: 'unread' });
  fixture.server.process.killGroup('SIGINT');
  await until('the server refuses connections', () => isRefused(fixture));
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

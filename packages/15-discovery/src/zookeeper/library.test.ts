import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { stall } from '@bytes-up/testkit';
import { LibraryClient } from './library';

/** What a server says first: a session of 60 s, its number and its password. */
function sessionBytes(): Buffer {
  const bytes = Buffer.alloc(4 + 36);
  bytes.writeInt32BE(36);
  bytes.writeInt32BE(60_000, 8);
  bytes.writeBigInt64BE(7n, 12);
  bytes.writeInt32BE(16, 20);
  return bytes;
}

test('a session that was granted while this process could not run is not a timeout', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(sessionBytes()); // in the kernel at once
      stall(1_300);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const failures: string[] = [];
  let library: LibraryClient | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const options = { sessionTimeoutMs: 60_000, handshakeMs: 1_000, pauseMs: () => 0 };
      const failed = (why: string): void => {
        failures.push(why);
        reject(new Error(why));
      };
      const nothing = (): void => undefined;
      const events = { disconnected: nothing, refused: nothing, expired: nothing };
      const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      library = new LibraryClient(address, options, { ...events, failed, connected: resolve });
    });
    expect([failures, library?.sessionId]).toEqual([[], 7n]);
  } finally {
    library?.abandon();
    await new Promise((resolve) => server.close(resolve));
  }
});

import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Connection } from './connection';
import { Transcript } from './transcript';

const MIB = 1024 * 1024;
/** More than the kernel's buffers hold. */
const SENT_BYTES = 64 * MIB;
const MAX_UNREAD_BYTES = 64 * 1024;
/** Node reads this much at once. */
const CHUNK_BYTES = 64 * 1024;

test('a server that never stops sending does not fill the memory', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(Buffer.alloc(SENT_BYTES)); // frames of no bytes
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connection = await Connection.open({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    name: '#1',
    transcript: new Transcript(),
    patienceMs: 30_000,
    maxAnswerBytes: MIB,
    maxUnreadBytes: MAX_UNREAD_BYTES,
  });
  try {
    await connection.someBytes(MAX_UNREAD_BYTES + 1);
    // In these turns all of it would arrive.
    for (let turn = 0; turn < 2_000; turn++) await new Promise(setImmediate);
    expect(connection.receivedBytes).toBeLessThanOrEqual(MAX_UNREAD_BYTES + CHUNK_BYTES);
    const before = connection.receivedBytes;
    while (connection.hasFrame()) await connection.frame();
    await connection.someBytes(); // it reads on
    expect(connection.receivedBytes).toBeGreaterThan(before);
  } finally {
    connection.destroy();
    server.close();
    await once(server, 'close');
  }
});

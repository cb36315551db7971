import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { eventually } from '@bytes-up/testkit';
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

/** Only a failing test waits this long, in ms of machine time. */
const SHOWS_WITHIN_MS = 30_000;
const onLinux = process.platform === 'linux' ? test : test.skip;
const withIpv6 = existsSync('/proc/net/if_inet6') ? test : test.skip;

/** The kernel's tables list an accepted socket by the family of its listener. */
async function countsWhatTheServerReads(host: string): Promise<void> {
  const server = createServer({ pauseOnConnect: true }).listen(0, host);
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const connection = await Connection.open({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    name: '#1',
    transcript: new Transcript(),
    patienceMs: 30_000,
    maxAnswerBytes: MIB,
  });
  const shows = (bytes: number): Promise<boolean> =>
    eventually(() => connection.serverSide()?.bytesRead === bytes, SHOWS_WITHIN_MS);
  try {
    const [socket] = await accepted;
    connection.send(Buffer.alloc(1000), Buffer.alloc(234));
    expect(connection.sentBytes).toBe(1234);
    expect(await shows(0)).toBe(true);
    socket.resume();
    expect(await shows(1234)).toBe(true);
  } finally {
    connection.destroy();
    server.close();
    await once(server, 'close');
  }
  // Until its last packet is acknowledged, the server's end is still in the table.
  const isGone = (): boolean => connection.serverSide() === undefined;
  expect(await eventually(isGone, SHOWS_WITHIN_MS)).toBe(true);
}

onLinux('the kernel shows how much a server has read', () => countsWhatTheServerReads('127.0.0.1'));
withIpv6('also of one that listens on an IPv6 address', () => countsWhatTheServerReads('::'));

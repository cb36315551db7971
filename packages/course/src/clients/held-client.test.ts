import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { HeldClient } from './held-client';
import type { Plan } from './plan';

const CALLS = 20_000;
/** A turn of the event loop for each 64 writes would be 312. */
const LEAST_TURNS = 200;

test('a client with many calls to send leaves turns to timers, signals and answers', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.resume().on('error', () => {})));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const plan: Plan = {
    address: { host: '127.0.0.1', port },
    count: 1,
    request: { in: 'ping' },
    times: CALLS,
    halfFrame: false,
    read: 'at once',
    oneByOne: false,
    everyMs: 0,
    holdMs: undefined,
    leaveEveryMs: 0,
  };
  const client = new HeldClient(1, plan, Buffer.alloc(32), () => undefined);
  try {
    let isSent = false;
    void client.asked.then(() => (isSent = true));
    await client.arrived;
    let turns = 0;
    for (; !isSent; turns++) await turn();
    expect(client.has('sent')).toBe(true);
    expect(turns).toBeGreaterThan(LEAST_TURNS);
  } finally {
    client.leave();
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  }
});

// Both servers of the chapter answer invalid requests with errors, and keep serving.

import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { createRestServer, RestClient } from './rest';
import { createRpcServer, RpcClient } from './rpc';

let server: Server;
let port: number;

async function serve(made: Server): Promise<void> {
  server = made;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
}

afterEach(() => new Promise((resolve) => server.close(resolve)));

/** Sends bytes, and resolves with everything until the end. */
async function sendRaw(bytes: Buffer): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  let came = '';
  socket.on('data', (chunk) => (came += chunk.toString()));
  socket.end(bytes);
  await closed(socket);
  return came;
}

/** Resolves when the connection is closed or reset. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) =>
    socket.on('error', () => undefined).once('close', () => resolve()),
  );
}

test('REST answers what its function refuses with 400, other paths with 404, other verbs with 405', async () => {
  await serve(createRestServer());
  const client = new RestClient(port);
  await expect(client.pi(-1)).rejects.toThrow('pi takes an integer from 0 to 10000000, got -1');
  expect(await client.pi(1)).toBeCloseTo(2.98, 2);
  client.close();
  const ask = (verb: string, path: string): Promise<string> =>
    sendRaw(Buffer.from(`${verb} ${path} HTTP/1.0\r\n\r\n`));
  expect(await ask('GET', '/pi?terms=1')).toMatch(/^HTTP\/1\.1 200 /);
  for (const path of ['/pi', '/pi?terms=', '/pi?terms=x', '/pi?terms=1e3', '/pi?terms=0.5']) {
    expect(await ask('GET', path)).toMatch(/^HTTP\/1\.1 400 [^]*pi takes an integer/);
  }
  for (const path of ['/', '/e?terms=1', '//', '/pi/', 'http://[']) {
    expect(await ask('GET', path)).toMatch(/^HTTP\/1\.1 404 /);
  }
  expect(await ask('POST', '/pi?terms=1')).toMatch(/^HTTP\/1\.1 405 [^]*\r\nallow: GET, HEAD\r\n/);
  expect(await ask('HEAD', '/pi?terms=1')).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\n$/);
});

test('RPC answers what its function refuses with an error, and what is no message too', async () => {
  await serve(createRpcServer());
  const client = new RpcClient(port);
  await expect(client.pi(-1)).rejects.toThrow('INVALID_ARGUMENT');
  expect(await client.pi(1)).toBeCloseTo(2.98, 2);
  client.close();
  expect(await sendRaw(Buffer.from('\u0001\0\0\0{'))).toContain('INVALID_ARGUMENT');
});

test('RPC ends a connection whose length is too long, before a byte of it is kept', async () => {
  await serve(createRpcServer());
  const lengthOf = (bytes: number): Buffer => Buffer.from(Uint32Array.of(bytes).buffer);
  const padded = (bytes: number): Buffer => Buffer.from('{"in":"ping"}'.padEnd(bytes));
  const most = 64 * 1024;
  expect(await sendRaw(Buffer.concat([lengthOf(most), padded(most)]))).toContain('pong');
  expect(await sendRaw(Buffer.concat([lengthOf(most + 1), padded(most + 1)]))).toBe('');
  // The four bytes are enough: this client sends nothing more, and does not close its
  // side.
  const socket = connect({ host: '127.0.0.1', port });
  socket.write(lengthOf(0xffffffff));
  await closed(socket);
});

test('a call on a connection that has ended fails, and does not wait', async () => {
  await serve(createRpcServer());
  const client = new RpcClient(port);
  client.close();
  await expect(client.pi(1)).rejects.toThrow('the connection has ended');
  // After a round trip on another connection, it has noticed the end.
  const other = new RpcClient(port);
  try {
    await other.pi(1);
    const waited = other.pi(1).then(() => 'it waits');
    const outcome = client.pi(1).catch((error: Error) => error.message);
    expect(await Promise.race([outcome, waited])).toBe('the connection has ended');
    await waited;
  } finally {
    other.close();
  }
});
